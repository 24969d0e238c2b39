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
    const before = process.getActiveResourcesInfo().length;
    const started = process.cpuUsage();
    await import('./src/registry.ts');
    await import('./src/commands/index.ts');
    const { user, system } = process.cpuUsage(started);
    console.log(JSON.stringify({ opened: process.getActiveResourcesInfo().slice(before), cpuMs: (user + system) / 1000 }));`;

  const { stdout } = await execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', script], {
    cwd: root,
    env: { PATH: process.env['PATH'] },
    extendEnv: false,
  });

  // Time of the processor, not of the clock: on a busy machine the clock says nothing about this import.
  expect(JSON.parse(stdout)).toEqual({ opened: [], cpuMs: expect.toSatisfy((ms: number) => ms < 1500) });
});
