import { expect, test } from 'vitest';
import { createTogether } from '../../src/lib/together.ts';

const never = new AbortController().signal;

/** Work that ends when it is told to, and what became of it. */
function workshop() {
  const begun: { readonly signal: AbortSignal; readonly end: (value: string) => void; readonly fail: (problem: Error) => void }[] = [];
  const work = (signal: AbortSignal) => new Promise<string>((end, fail) => begun.push({ signal, end, fail }));
  return { begun, work };
}

test('who comes while it is under way gets the same, and who comes later something new', async () => {
  const { begun, work } = workshop();
  const together = createTogether<string>();

  const both = [together.join('a', never, work), together.join('a', never, work)];
  begun[0]?.end('one');

  expect(await Promise.all(both)).toEqual(['one', 'one']);
  const later = together.join('a', never, work);
  begun[1]?.end('two');
  expect(await later).toBe('two');
  expect(begun).toHaveLength(2);
});

test('of another key it is another', async () => {
  const { begun, work } = workshop();
  const together = createTogether<string>();

  const both = [together.join('a', never, work), together.join('b', never, work)];
  begun[0]?.end('a');
  begun[1]?.end('b');

  expect(await Promise.all(both)).toEqual(['a', 'b']);
});

test('one who gives up has no answer, and the others still get theirs', async () => {
  const { begun, work } = workshop();
  const together = createTogether<string>();
  const impatient = new AbortController();

  const [first, second] = [together.join('a', impatient.signal, work), together.join('a', never, work)];
  impatient.abort(new Error('too late'));

  await expect(first).rejects.toThrow('too late');
  expect(begun[0]?.signal.aborted).toBe(false);
  begun[0]?.end('one');
  expect(await second).toBe('one');
});

test('when nobody waits any more it is given up, and nobody takes part in it', async () => {
  const { begun, work } = workshop();
  const together = createTogether<string>();
  const impatient = new AbortController();

  const first = together.join('a', impatient.signal, work);
  impatient.abort(new Error('too late'));
  await expect(first).rejects.toThrow('too late');
  const next = together.join('a', never, work);

  expect(begun.map(({ signal }) => signal.aborted)).toEqual([true, false]);
  begun[0]?.fail(new Error('given up'));
  begun[1]?.end('two');
  expect(await next).toBe('two');
});

test('what goes wrong goes wrong for all, and is tried again', async () => {
  const { begun, work } = workshop();
  const together = createTogether<string>();

  const both = [together.join('a', never, work), together.join('a', never, work)];
  begun[0]?.fail(new Error('no'));

  expect(await Promise.allSettled(both)).toMatchObject([{ status: 'rejected' }, { status: 'rejected' }]);
  const next = together.join('a', never, work);
  begun[1]?.end('yes');
  expect(await next).toBe('yes');
});

test('who has given up before does not begin it', async () => {
  const { begun, work } = workshop();

  await expect(createTogether<string>().join('a', AbortSignal.abort(new Error('gone')), work)).rejects.toThrow('gone');
  expect(begun).toEqual([]);
});
