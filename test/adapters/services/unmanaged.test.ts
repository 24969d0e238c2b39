import { expect, test } from 'vitest';
import { createUnmanagedServices } from '../../../src/adapters/services/unmanaged.ts';

const services = createUnmanagedServices();
const { signal } = new AbortController();

test('nobody can be seen, and the reason is told', async () => {
  await expect(services.states(signal)).rejects.toMatchObject({
    name: 'Absent',
    message: 'no container engine is configured',
  });
});

test('nobody can be managed, and the reason is told', () => {
  expect(services.manageable()).toEqual({ names: [], why: 'no container engine is configured, so no service can be stopped' });
});

test('stopping and starting nothing is done at once', async () => {
  await expect(services.stop([], signal)).resolves.toBeUndefined();
  await expect(services.start([], signal)).resolves.toBeUndefined();
});

test('stopping somebody is refused for good', async () => {
  await expect(services.stop(['backend'], signal)).rejects.toMatchObject({ permanent: true, message: expect.stringContaining('backend') });
});
