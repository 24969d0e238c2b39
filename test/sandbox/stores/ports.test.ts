import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test } from 'vitest';
import { freePort, whyUnusable } from '../../../sandbox/stores/ports.ts';

const NOBODY = 65_534;

test('a port on which somebody listens is taken, and another one is chosen', async () => {
  const port = await freePort();
  const other = createServer().listen(port, '127.0.0.1');
  await once(other, 'listening');

  const [why, chosen] = await Promise.all([whyUnusable(port), freePort(port)]);
  other.close();

  expect(why).toBe('taken');
  expect(chosen).not.toBe(port);
});

test.skipIf(!guardsLowPorts())('a low port is forbidden to everybody but root (needs a system that guards them)', async () => {
  const isRoot = process.geteuid?.() === 0;
  if (isRoot) process.seteuid?.(NOBODY);
  const why = await whyUnusable(80).finally(() => isRoot && process.seteuid?.(0));

  expect(why).toBe('forbidden');
});

function guardsLowPorts(): boolean {
  try {
    return Number(readFileSync('/proc/sys/net/ipv4/ip_unprivileged_port_start', 'utf8')) > 80;
  } catch {
    return false;
  }
}
