import { execa } from 'execa';
import { expect, test } from 'vitest';
import { derivedFiles, indexFiles, root } from '../scripts/generate/files.ts';
import { grantsFor } from '../scripts/generate/grants.ts';

test('every generated file says what the source says', async () => {
  const files = [...(await indexFiles()), ...(await derivedFiles())];

  const stale = files.filter(({ there, wanted }) => there !== wanted).map(({ path }) => `${path} is stale: run npm run generate`);

  expect(files.length).toBeGreaterThan(8);
  expect(stale).toEqual([]);
});

test('a call to Slack brings the scopes that it needs, a listener its event', () => {
  const grants = grantsFor(["client.users.info({ user })\napp.event('app_mention', listen)"]);

  expect(grants).toEqual({ scopes: ['app_mentions:read', 'commands', 'users:read'], events: ['app_mention'] });
});

test('a call to Slack whose scopes nobody wrote down is refused by name', () => {
  const generate = () => grantsFor(['client.files.uploadV2({})']);

  expect(generate).toThrow('files.uploadV2');
});

test('importing the definitions does no work and keeps nothing open', async () => {
  const script = `
    const costOf = async (...modules) => {
      const started = process.cpuUsage();
      for (const module of modules) await import(module);
      const { user, system } = process.cpuUsage(started);
      return user + system;
    };
    const before = process.getActiveResourcesInfo().length;
    const ours = await costOf('./src/registry.ts', './src/commands/index.ts');
    const opened = process.getActiveResourcesInfo().slice(before);
    console.log(JSON.stringify({ opened, ratio: ours / (await costOf('date-fns')) }));`;

  const { stdout } = await execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: root,
    env: { PATH: process.env['PATH'] },
    extendEnv: false,
  });

  // Against some hundred small modules of a library, loaded in the same process: mere loading is twice to three times that.
  expect(JSON.parse(stdout)).toEqual({ opened: [], ratio: expect.toSatisfy((ratio: number) => ratio < 6) });
});
