import { afterEach, beforeEach, expect, test } from 'vitest';
import { holdExclusively } from '../../../src/adapters/database/exclusive.ts';
import { adminUrl } from '../../support/stores.ts';
import { layWire } from '../../support/wire.ts';
import type { Wire } from '../../support/wire.ts';

const never = new AbortController().signal;

let wire: Wire;
beforeEach(async () => {
  wire = await layWire(adminUrl());
});
afterEach(() => wire.close());

test('a connection that falls silent without an end is a lost lock, and the work is aborted', async () => {
  const about = { url: wire.through(adminUrl()), live: `silent_${process.pid}`, holder: 'run 1', pingMs: 100 };

  const held = holdExclusively(about, never, (signal) => {
    wire.freeze();
    return new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
  });

  await expect(held).rejects.toThrow('the connection that holds the lock of the database was lost');
});
