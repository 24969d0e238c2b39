import { expect, test } from 'vitest';
import { createPace } from '../../src/services/pace.ts';

function paced() {
  let now = 1_000_000;
  const pace = createPace(() => new Date(now));
  return { leave: (channel: string) => pace.leave(channel), forward: (ms: number) => (now += ms) };
}

test('three posts may go at once, the next one a second later', () => {
  const { leave, forward } = paced();

  expect([1, 2, 3, 4].map(() => leave('C1'))).toEqual([0, 0, 0, 1000]);
  forward(400);
  expect(leave('C1')).toBe(600);
  forward(600);
  expect(leave('C1')).toBe(0);
  expect(leave('C1')).toBe(1000);
});

test('each channel has a pace of its own', () => {
  const { leave } = paced();

  for (let post = 0; post < 3; post += 1) leave('C1');

  expect(leave('C1')).toBe(1000);
  expect(leave('C2')).toBe(0);
});

test('a long silence saves up no more than three', () => {
  const { leave, forward } = paced();
  leave('C1');

  forward(3_600_000);

  expect([1, 2, 3, 4].map(() => leave('C1'))).toEqual([0, 0, 0, 1000]);
});
