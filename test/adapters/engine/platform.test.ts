import { randomUUID } from 'node:crypto';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { execa } from 'execa';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { pack } from '../../../sandbox/platform/celery/kombu.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { createContainers } from '../../../src/adapters/engine/containers.ts';
import { startExec } from '../../../src/adapters/engine/exec.ts';
import { createServices } from '../../../src/adapters/engine/services.ts';
import { createRedis } from '../../../src/adapters/redis/redis.ts';
import type { ServicesWriter } from '../../../src/ports/platform.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../../support/docker-platform.ts';

const SERVICES = ['database', 'redis', 'backend', 'celery', 'frontend'];
const { signal } = new AbortController();
const engine = createEngine({ url: 'unix:///var/run/docker.sock' });

describe.skipIf(NO_ENGINE !== '')(`the services of a compose project${NO_ENGINE}`, () => {
  let platform: TestPlatform;
  let services: ServicesWriter;

  beforeAll(async () => {
    platform = await openDockerPlatform();
    const { file, environment } = platform.compose;
    const compose = { project: platform.project, files: [file], environment };
    services = createServices(engine, { project: platform.project, services: SERVICES, writers: ['backend', 'celery'], compose });
  });

  afterAll(() => platform.drop());

  const stateOf = async (name: string) => (await services.states(signal)).find((one) => one.name === name);
  const exec = (command: readonly string[], options: { readonly stdin?: boolean } = {}) =>
    startExec(engine, { project: platform.project, service: 'database', command, stdin: false, stdout: 'pipe', ...options }, signal);

  /** Asks the workers as the guide does, but imports nothing of the platform. */
  async function inspected(): Promise<Readonly<Record<string, readonly { readonly name: string; readonly time_start: number }[]>>> {
    const program =
      "import json, os; from celery import Celery; print(json.dumps(Celery(broker=os.environ['REDIS_URL']).control.inspect(timeout=3).active()))";
    const asked = await startExec(
      engine,
      { project: platform.project, service: 'celery', command: ['python3', '-c', program], stdin: false, stdout: 'pipe' },
      signal,
    );
    const Active = z.record(z.string(), z.array(z.object({ name: z.string(), time_start: z.number() })));
    return Active.parse(JSON.parse(await text(asked.stdout)));
  }

  test('all run on a healthy platform, and one that nobody made is missing', async () => {
    const wanted = createServices(engine, { project: platform.project, services: [...SERVICES, 'scheduler'], writers: [] });

    expect((await wanted.states(signal)).map(({ name, state }) => `${name} ${state}`)).toEqual([
      ...SERVICES.map((name) => `${name} running`),
      'scheduler missing',
    ]);
  });

  test('what the Celery worker says over the wire is what Celery’s own inspect says, its long task included', async () => {
    const body = [[], { seconds: 40 }, { callbacks: null, errbacks: null, chain: null, chord: null }];
    const headers = {
      lang: 'py',
      task: 'normalize_domains',
      id: randomUUID(),
      root_id: randomUUID(),
      argsrepr: '()',
      kwargsrepr: '{}',
      retries: 0,
    };
    const client = new Redis(platform.redisUrl);
    await client.lpush('celery', pack({ body, headers, exchange: '', routingKey: 'celery', properties: { correlation_id: headers.id } }));
    const redis = createRedis({ url: platform.redisUrl, repliesWithinMs: 5000 });
    await expect.poll(async () => (await redis.celery(signal)).replies[0]?.longestTask).toBe('normalize_domains');
    await sleep(1500);

    const { subscribers, replies } = await redis.celery(signal);
    const theirs = await inspected();

    client.disconnect();
    const tasks = Object.entries(theirs).map(([worker, active]) => ({
      worker,
      active: active.filter(({ name }) => name === 'normalize_domains'),
    }));
    expect(replies.map(({ worker }) => worker)).toEqual(tasks.map(({ worker }) => worker));
    expect(subscribers).toBe(replies.length);
    const age = Date.now() / 1000 - (tasks[0]?.active[0]?.time_start ?? Number.NaN);
    expect(Math.abs(age - (replies[0]?.longestTaskSeconds ?? Number.NaN))).toBeLessThan(10);
  });

  test('one that was killed says by what, and when', async () => {
    await (await platform.container('celery')).kill({ signal: 'SIGKILL' });
    await expect.poll(() => stateOf('celery')).toMatchObject({ state: 'stopped', why: 'exit code 137, ended by signal 9' });

    await expect
      .poll(() => services.events(new Date(Date.now() - 60_000), signal))
      .toContainEqual({ service: 'celery', at: expect.any(Date), kind: 'ended', exitCode: 137 });
    await services.start(['celery'], signal);
    expect(await stateOf('celery')).toMatchObject({ state: 'running' });
  });

  test('one that is frozen is paused, and starting it lets it go on', async () => {
    await (await platform.container('frontend')).pause();
    expect(await stateOf('frontend')).toMatchObject({ state: 'paused' });

    await services.start(['frontend'], signal);
    expect(await stateOf('frontend')).toMatchObject({ state: 'running' });
  });

  test('stopping lets it finish, starting waits until it is healthy; both again are nothing', async () => {
    await services.stop(['backend'], signal);
    await services.stop(['backend'], signal);
    expect(await stateOf('backend')).toMatchObject({ state: 'stopped' });

    await services.start(['backend'], signal);
    await services.start(['backend'], signal);
    const answer = await fetch(`${platform.apiUrl}/api/v1/health`);
    expect(await answer.json()).toMatchObject({ status: 'healthy', database: 'connected' });
  });

  test('one whose container was removed is made again from the compose file', async () => {
    await (await platform.container('frontend')).remove({ force: true });
    expect(await stateOf('frontend')).toEqual({ name: 'frontend', state: 'missing' });

    await services.start(['frontend'], signal);
    expect(await stateOf('frontend')).toMatchObject({ state: 'running' });
  });

  test('without a compose file a removed one is for people, and that is said', async () => {
    const bare = createServices(engine, { project: platform.project, services: ['scheduler'], writers: ['scheduler'] });

    await expect(bare.start(['scheduler'], signal)).rejects.toThrow('no compose file is configured');
  });

  test('what they use is read, also from a kept sample, and the docker program says the same of the memory', async () => {
    const containers = createContainers(engine, { project: platform.project, database: 'database', services: SERVICES });

    const first = await containers.stats(signal);
    await sleep(200);
    const second = await containers.stats(signal);

    expect(second.map(({ name }) => name).toSorted()).toEqual(SERVICES.toSorted());
    const { id } = await platform.container('database');
    const told = await execa('docker', ['stats', '--no-stream', '--format', '{{.MemPerc}}', id]);
    for (const stats of [first, second]) {
      const { memoryPercent = NaN, cpuPercent = NaN } = stats.find(({ name }) => name === 'database') ?? {};
      expect(Math.abs(memoryPercent - Number.parseFloat(told.stdout))).toBeLessThan(1);
      expect(cpuPercent).toBeGreaterThanOrEqual(0);
    }
  });

  test('the log of the database comes with what it said on standard error', async () => {
    const containers = createContainers(engine, { project: platform.project, database: 'database', services: SERVICES });

    expect(await containers.databaseLog(new Date(Date.now() - 3_600_000), signal)).toContainEqual(
      expect.stringContaining('database system is ready to accept connections'),
    );
    expect(await containers.databaseLog(new Date(Date.now() + 60_000), signal)).toEqual([]);
    expect(await containers.serviceLog('redis', new Date(Date.now() - 3_600_000), signal)).toContainEqual(
      expect.stringContaining('Ready to accept connections'),
    );
    await expect(containers.serviceLog('; rm', new Date(), signal)).rejects.toThrow(
      /it is no service of the platform, which has database,/,
    );
  });

  test('a program gets its input, its two outputs come apart, and its exit code comes through', async () => {
    const program = await exec(['sh', '-c', 'cat; echo problem >&2; exit 3'], { stdin: true });
    program.stdin.write('one\n');
    program.stdin.end('two\n');

    const [stdout, ended] = await Promise.all([text(program.stdout), program.ended]);

    expect(stdout).toBe('one\ntwo\n');
    expect(ended).toEqual({ exitCode: 3, stderr: 'problem\n' });
  });

  test('a slow reader slows the program instead of filling the memory', async () => {
    const program = await exec(['head', '-c', '200000000', '/dev/zero']);
    await sleep(500);
    const before = process.memoryUsage();
    let bytes = 0;
    for await (const piece of program.stdout) bytes += piece.length;

    expect(bytes).toBe(200_000_000);
    expect(before.arrayBuffers + before.external).toBeLessThan(100 * 1024 * 1024);
    expect(await program.ended).toMatchObject({ exitCode: 0 });
  });

  test('a program that is not in the container is an exit code, and a container that does not run a refusal', async () => {
    await expect((await exec(['no-such-program'])).ended).resolves.toMatchObject({
      exitCode: expect.toSatisfy((code) => code === 126 || code === 127),
    });
    const stopped = { project: platform.project, service: 'nobody', command: ['true'], stdin: false, stdout: 'pipe' } as const;
    await expect(startExec(engine, stopped, signal)).rejects.toThrow('starting true in the container of nobody');
  });
});
