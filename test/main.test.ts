import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { onTestFinished, expect, test } from 'vitest';
import { portOf } from './support/port-of.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

/** A database that takes a connection and never says anything: the process stays in its start. */
async function silentDatabase(): Promise<{ readonly url: string; readonly asked: Promise<void> }> {
  const server = createServer();
  const asked = new Promise<void>((resolve) => {
    server.on('connection', (socket) => {
      socket.on('error', () => {}); // the process under test dies
      resolve();
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  onTestFinished(() => void server.close());
  return { url: `postgresql://bot@127.0.0.1:${portOf(server)}/bot`, asked };
}

test.each([
  ['a rejection that nobody awaited', 'Promise.reject(error)'],
  ['an error that nobody caught', 'setImmediate(() => { throw error; })'],
])('%s while the process starts ends it, and is told without its secrets', { timeout: 60_000 }, async (_, happens) => {
  const { url, asked } = await silentDatabase();
  const trouble = `process.on('SIGUSR2', () => { const error = new Error(process.env.TROUBLE); ${happens}; })`;
  const child = spawn(
    process.execPath,
    ['--import', 'tsx', '--import', `data:text/javascript,${encodeURIComponent(trouble)}`, 'src/main.ts', 'chat'],
    {
      cwd: root,
      env: {
        ...process.env,
        DATABASE_URL: url,
        BIGSHOT_CONFIG: 'bigshot.example.yml',
        SLACK_BOT_TOKEN: 'xoxb-x',
        SLACK_APP_TOKEN: 'xapp-x',
        TROUBLE: 'no way to postgresql://bot:hunter2@db/bot',
      },
    },
  );
  let told = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (told += chunk.toString()));
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  await asked;

  child.kill('SIGUSR2');

  expect(await ended).toBe(1);
  expect(told).toContain('stopping, to be started anew');
  expect(told).not.toContain('hunter2');
});
