/**
 * The local Slack's page under load: 1,000 messages with blocks in a channel, and 50 people who react at once while somebody types.
 * The workspace is a process of its own, so that its memory is its own. `npm run bench:workspace`
 */
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { chromium, type Page } from 'playwright-core';
import { short, table } from './support/numbers.ts';
import { startServer, type BenchWorkspace } from './workspace/server.ts';

const crowd = 50;
const many = 1000;
const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));
if (program === undefined) throw new Error('chromium is not installed: apt-get install chromium');

const server = await startServer(crowd);
const browser = await chromium.launch({ executablePath: program, args: ['--no-sandbox'] });
try {
  const posted = await postMany(server);
  const opened = await open(server);
  const shown = await readAll(opened.page);
  const idle = await watchWhile(opened.page, () => new Promise<number>((resolve) => setTimeout(() => resolve(3000), 3000)));
  const busy = await watchWhile(opened.page, () => reactAll(server, posted, opened.page));
  const rows: readonly (readonly [string, number, string])[] = [
    ['first paint, ms', opened.firstPaint, '< 1000'],
    ['newest 200 of 1,000 messages on the page, ms', opened.ready, ''],
    ['all 1,000 read by scrolling up, ms', shown, ''],
    ['longest task while 50 react, ms', busy.longestTask, '< 200'],
    ['95 % of frames come within, ms, at rest', idle.frame95, ''],
    ['95 % of frames come within, ms, while 50 react', busy.frame95, ''],
    ['95 % of typed letters are seen within, ms, while 50 react', busy.letter95, '< 100'],
    ['all 200 reactions seen after, ms', busy.took, ''],
    ['page and styles, kB gzipped', await weight(server), '< 150'],
    ['memory of the workspace (VmRSS), MB', server.megabytes(), '< 150'],
  ];
  console.log(table([['what', 'measured', 'limit'], ...rows.map(([what, value, limit]) => [what, short(value), limit])]));
} finally {
  await browser.close();
  await server.stop();
}

async function postMany({ tokens, channel, ...server }: BenchWorkspace): Promise<readonly string[]> {
  const posted: string[] = [];
  for (let number = 1; number <= many; number += 1) {
    const blocks = [
      {
        type: 'section',
        text: { type: 'mrkdwn', text: `*Message ${number}*: all *19* checks of \`prod\` in 2.1 s, <https://example.org|more>` },
      },
      { type: 'context', elements: [{ type: 'mrkdwn', text: `run ${number} · plan ab${number} :white_check_mark:` }] },
      { type: 'actions', elements: [{ type: 'button', action_id: `go${number}`, text: { type: 'plain_text', text: 'Show' } }] },
    ];
    const { ts } = await server.call('chat.postMessage', tokens.bot, {
      channel,
      text: `message ${number}`,
      blocks: JSON.stringify(blocks),
    });
    posted.push(ts);
  }
  return posted;
}

async function open({ url }: BenchWorkspace): Promise<{ readonly page: Page; readonly firstPaint: number; readonly ready: number }> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  const since = performance.now();
  await page.goto(`${url}/?as=p0&channel=busy`);
  await page.getByText(`Message ${many}`, { exact: true }).waitFor();
  const ready = performance.now() - since;
  const firstPaint = Number(await page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime"));
  return { page, firstPaint, ready };
}

async function readAll(page: Page): Promise<number> {
  const since = performance.now();
  while ((await page.getByText('Message 1', { exact: true }).count()) === 0) {
    await page.evaluate("document.querySelector('[role=log]').scrollTop = 0");
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  const took = performance.now() - since;
  await page.evaluate("{ const list = document.querySelector('[role=log]'); list.scrollTop = list.scrollHeight; }");
  return took;
}

/** Everybody reacts to four messages at once, while somebody types; in how many ms the page shows all of it. */
async function reactAll({ people, channel, ...server }: BenchWorkspace, posted: readonly string[], page: Page): Promise<number> {
  const newest = posted.slice(-4);
  const field = page.getByRole('textbox', { name: 'Message #busy' });
  const typing = field.pressSequentially('the quick brown fox jumps over the lazy dog', { delay: 40 });
  const reacting = people.flatMap((token) =>
    newest.map((timestamp) => server.call('reactions.add', token, { channel, timestamp, name: 'eyes' })),
  );
  const since = performance.now();
  await Promise.all(reacting);
  while ((await page.getByRole('button', { name: new RegExp(`^eyes, ${crowd}:`) }).count()) < newest.length)
    await new Promise((resolve) => setTimeout(resolve, 20));
  const took = performance.now() - since;
  await typing;
  return took;
}

interface Watched {
  readonly longestTask: number;
  readonly frame95: number;
  readonly letter95: number;
  readonly took: number;
}

/** Notes tasks, frames, and how long each typed letter takes to the next frame. */
async function watchWhile(page: Page, work: () => Promise<number>): Promise<Watched> {
  await page.evaluate(`{
    const seen = window.seen = { tasks: [0], frames: [], letters: [0], on: true };
    new PerformanceObserver((list) => list.getEntries().forEach(({ duration }) => seen.tasks.push(duration))).observe({ type: 'longtask' });
    let before = performance.now();
    const frame = (now) => { seen.frames.push(now - before); before = now; if (seen.on) requestAnimationFrame(frame); };
    requestAnimationFrame(frame);
    document.addEventListener('keydown', ({ timeStamp }) => requestAnimationFrame(() => requestAnimationFrame((now) => seen.letters.push(now - timeStamp))));
  }`);
  const took = await work();
  const quantiles = await page.evaluate(`{
    seen.on = false;
    const at95 = (values) => values.sort((one, other) => one - other)[Math.floor(values.length * 0.95)];
    [Math.max(...seen.tasks), at95(seen.frames), at95(seen.letters)];
  }`);
  const [longestTask, frame95, letter95] = Array.isArray(quantiles) ? quantiles.map(Number) : [];
  return { longestTask: longestTask ?? NaN, frame95: frame95 ?? NaN, letter95: letter95 ?? NaN, took };
}

async function weight({ url }: BenchWorkspace): Promise<number> {
  const sizes = await Promise.all(
    ['/page.js', '/page.css'].map(async (path) => gzipSync(Buffer.from(await (await fetch(url + path)).arrayBuffer())).length),
  );
  return sizes.reduce((sum, size) => sum + size, 0) / 1000;
}
