import { createServer, type RequestListener } from 'node:http';
import { createServer as createSocketServer, type Socket } from 'node:net';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { membersOf } from '../../../src/adapters/engine/project.ts';
import { createStats } from '../../../src/adapters/engine/stats.ts';
import { reason } from '../../../src/core/errors.ts';
import { portOf } from '../../support/port-of.ts';

const { signal } = new AbortController();
const ends: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const end of ends.splice(0)) await end();
});

async function serve(answer: RequestListener): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'bigshot-engine-'));
  const server = createServer(answer);
  const path = join(folder, 'engine.sock');
  await new Promise<void>((resolve) => server.listen(path, resolve));
  ends.push(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
    await rm(folder, { recursive: true, force: true });
  });
  return `unix://${path}`;
}

async function whyNot(url: string, withinMs = 300): Promise<string> {
  return membersOf(createEngine({ url, withinMs }), 'bigshot', signal).then(() => 'it answered', reason);
}

const json =
  (body: unknown, status = 200): RequestListener =>
  (_, response) => {
    response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  };

test('an engine that is not there', async () => {
  expect(await whyNot('unix:///nowhere/docker.sock')).toBe('no container engine listens at /nowhere/docker.sock');
});

test('a proxy whose host is not there', async () => {
  expect(await whyNot('http://127.0.0.1:1')).toBe('no container engine listens at 127.0.0.1:1');
});

test('an engine that takes connections and says nothing costs its limit and no more', async () => {
  const held = new Set<Socket>();
  const server = createSocketServer((socket) => void held.add(socket));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(async () => {
    held.forEach((socket) => socket.destroy());
    await new Promise((resolve) => server.close(resolve));
  });
  const port = portOf(server);

  expect(await whyNot(`http://127.0.0.1:${port}`)).toBe(`the container engine at 127.0.0.1:${port} does not answer within 300 ms`);
});

test('an engine that answers the version and then nothing', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/version') json({ ApiVersion: '1.41', MinAPIVersion: '1.12' })(request, response);
  });

  expect(await whyNot(url)).toMatch('does not answer within 300 ms');
});

test('an engine of long ago', async () => {
  expect(await whyNot(await serve(json({ ApiVersion: '1.24', MinAPIVersion: '1.12' })))).toMatch('at least 1.25 is needed');
});

test('something else than an engine', async () => {
  expect(await whyNot(await serve(json('<html>')))).toMatch('no container engine');
});

test('something that does not even speak HTTP', async () => {
  const server = createSocketServer((socket) => void socket.on('error', () => {}).on('data', () => socket.write('lorem ipsum\r\n\r\n')));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  ends.push(() => new Promise((resolve) => server.close(resolve)));

  expect(await whyNot(`http://127.0.0.1:${portOf(server)}`)).toMatch('is no container engine');
});

const mebibyte = Buffer.alloc(1 << 20, 'x');
/** Says more and more, as fast as it is read. */
const endless: RequestListener = (_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' });
  const more = (): void => {
    while (response.write(mebibyte));
  };
  response.on('drain', more);
  more();
};

const endlessThen: RequestListener = (request, response) =>
  (request.url === '/version' ? json({ ApiVersion: '1.41' }) : endless)(request, response);

test.each([
  ['from its first word', endless],
  ['from its second', endlessThen],
])('an answer without an end is ended, %s on, and does not fill the memory', async (_, listener) => {
  const before = process.memoryUsage().rss;

  expect(await whyNot(await serve(listener), 5000)).toMatch('says more than 64 MiB, and no more is read');
  expect(process.memoryUsage().rss - before).toBeLessThan(600 * 1024 * 1024);
});

test('an answer that is cut off in its middle is broken, and nobody waits for the rest', async () => {
  const url = await serve((request, response) => {
    if (request.url === '/version') return json({ ApiVersion: '1.41' })(request, response);
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' });
    response.write('[');
    setTimeout(() => response.socket?.destroy(), 20);
  });

  expect(await whyNot(url, 1000)).toMatch(/closed the connection|does not answer within/);
});

test('a proxy that forbids the question', async () => {
  const url = await serve((request, response) =>
    request.url === '/version' ? json({ ApiVersion: '1.41' })(request, response) : json({ message: 'no' }, 403)(request, response),
  );

  expect(await whyNot(url)).toMatch('forbids it');
});

test('a refusal of the engine comes in its own words', async () => {
  const url = await serve((request, response) =>
    request.url === '/version'
      ? json({ ApiVersion: '1.41' })(request, response)
      : json({ message: 'the disk is full' }, 500)(request, response),
  );

  expect(await whyNot(url)).toBe('the disk is full');
});

test('a connection that breaks is asked again once', async () => {
  const asked: string[] = [];
  const url = await serve((request, response) => {
    asked.push(request.url ?? '');
    if (request.url === '/version') return json({ ApiVersion: '1.41' })(request, response);
    if (asked.length === 2) return void request.socket.destroy();
    return json([])(request, response);
  });

  expect(await membersOf(createEngine({ url }), 'bigshot', signal)).toEqual([]);
  expect(asked).toHaveLength(3);
});

test('the first look at what containers use waits for two samples, the next one takes one, and each says over which time', async () => {
  const asked: string[] = [];
  const moments = ['08:00:02', '09:00:02'].map((time) => `2026-11-27T${time}Z`);
  const container = { Id: 'a1', Labels: { 'com.docker.compose.service': 'celery' } };
  const cpu = { cpu_usage: { total_usage: 1 }, system_cpu_usage: 1, online_cpus: 1 };
  const url = await serve((request, response) => {
    const path = new URL(request.url ?? '', 'http://engine').pathname.replace(/^\/v[\d.]+/, '');
    if (path.endsWith('/stats')) asked.push(new URL(request.url ?? '', 'http://engine').searchParams.get('one-shot') ?? '');
    const answers: Readonly<Record<string, unknown>> = {
      '/version': { ApiVersion: '1.41' },
      '/containers/json': [container],
      '/containers/a1/json': { State: { Running: true } },
      '/containers/a1/stats': {
        read: moments[asked.length - 1],
        cpu_stats: cpu,
        preread: '2026-11-27T08:00:00Z',
        precpu_stats: cpu,
        memory_stats: {},
      },
    };
    json(answers[path])(request, response);
  });
  const stats = createStats(createEngine({ url }), 'bigshot');

  const looks = [await stats(signal), await stats(signal)];

  expect(asked).toEqual(['false', 'true']);
  expect(looks.map(([one]) => one?.overMs)).toEqual([2000, 3_600_000]);
});

test('a look that is cancelled says so and nothing of the engine', async () => {
  const cancelled = AbortSignal.abort(new Error('no longer wanted'));

  await expect(membersOf(createEngine({ url: 'unix:///nowhere' }), 'bigshot', cancelled)).rejects.toThrow('no longer wanted');
});
