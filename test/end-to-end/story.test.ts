import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { chromium } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startDemo } from '../support/demo.ts';
import type { RunningDemo } from '../support/demo.ts';
import { patienceSeconds } from '../support/patience.ts';
import { expectClean } from '../support/verdict.ts';

const browserPath = '/usr/bin/chromium';
const pictures = join(import.meta.dirname, '../../test-results/story');
const missing = existsSync(browserPath) ? '' : ' (skipped: chromium is not installed: apt-get install chromium)';

describe.skipIf(missing !== '')(`the story from health to an undone restore, in a browser${missing}`, () => {
  let demo: RunningDemo;
  let browser: Browser;
  let page: Page;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigshot-story-'));
    await mkdir(pictures, { recursive: true });
    demo = await startDemo(['--port', '0', '--folder', folder]);
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-background-networking'] });
    page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${demo.line.slack.url}/?as=dana&channel=ops`);
  });

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('shows health in one card, worst first, with its details in the thread', async () => {
    await type('/bigshot health');

    const card = await seen(/Health · prod[\s\S]*checks in/);
    await shoot('01-health');

    expect(await card.textContent()).toMatch(/Health · prod.*(critical|warn|unknown|all \d+)/);
    await card.getByRole('button', { name: /repl/ }).click();
    await page.getByRole('complementary', { name: 'Thread' }).getByText('Disk space').waitFor();
    await shoot('02-health-thread');
    await page.getByRole('button', { name: 'Close thread' }).click();
  });

  it('runs the morning checklist', async () => {
    await type('/bigshot run daily-morning');

    await seen(/Morning checklist · prod[\s\S]*23 checks in/);
    await shoot('03-morning');
  });

  it('makes a backup and proves it', async () => {
    await type('/bigshot backup create');

    const card = await seen(/Make a backup · prod[\s\S]*done in[\s\S]*is verified to level 3/);
    await shoot('04-backup');

    expect(await card.textContent()).toContain('bigshot_backup_');
  });

  it('plans a restore, refuses the asker’s own vote and the guest’s, and brings the data back after an approval', async () => {
    const before = await domains();
    await platform('delete from domains where id % 2 = 0');
    await type('/bigshot restore latest --reason "half of the domains were deleted by mistake"');
    const plan = await seen(/to approve[\s\S]*0 of 1/);
    await shoot('05-plan');

    await plan.getByRole('button', { name: /^white_check_mark/ }).click();
    await seen(/You asked for run \d+ yourself/);
    await become('sam');
    await (await seen(/to approve[\s\S]*0 of 1/)).getByRole('button', { name: /^white_check_mark/ }).click();
    await seen(/You are a guest here/);
    await shoot('06-guest-refused');
    await become('alex');
    await (await seen(/to approve[\s\S]*0 of 1/)).getByRole('button', { name: /^white_check_mark/ }).click();
    await seen(/approved by[\s\S]*done/);
    await shoot('07-restored');

    expect(await domains()).toBe(before);
  });

  it('offers the way back as a new run, which a denial ends', async () => {
    await become('dana');
    await (await seen(/approved by[\s\S]*done/)).getByRole('button', { name: 'Undo' }).click();
    await seen(/undo of run[\s\S]*0 of 1/);
    await become('kim');
    await (await seen(/undo of run[\s\S]*0 of 1/)).getByRole('button', { name: /^x,/ }).click();

    await seen(/undo of run[\s\S]*denied/);
    await shoot('08-undo-denied');
  });

  it('keeps everything in the log, whose chain is whole', async () => {
    await become('dana');
    await type('/bigshot log');
    await seen(/Log, newest first|Log.*newest first/);
    await type('/bigshot log verify');

    await seen(/The log is whole/);
    await shoot('09-log');
  });

  it('has done nothing that Slack would refuse or warn of', () => expectClean(demo.line.slack));

  it('reads well on a phone', async () => {
    await page.setViewportSize({ width: 390, height: 844 });
    await shoot('10-phone');
    await page.setViewportSize({ width: 1280, height: 900 });

    expect(await page.evaluate('document.documentElement.scrollWidth <= window.innerWidth + 1')).toBe(true);
  });

  async function type(text: string): Promise<void> {
    const composer = page.getByRole('textbox', { name: 'Message #ops' });
    await composer.fill(text);
    await composer.press('Enter');
  }

  /** The newest message whose text matches. */
  async function seen(what: RegExp): Promise<Locator> {
    const message = page.getByRole('log').getByRole('article').filter({ hasText: what }).last();
    await message.waitFor({ timeout: patienceSeconds * 1000 });
    return message;
  }

  async function become(name: string): Promise<void> {
    await page.goto(`${demo.line.slack.url}/?as=${name}&channel=ops`);
    await page.getByRole('log').waitFor();
  }

  async function shoot(name: string): Promise<void> {
    await page.waitForTimeout(300);
    await page.screenshot({ path: join(pictures, `${name}.png`) });
  }

  async function platform(text: string): Promise<readonly unknown[]> {
    const client = new pg.Client({ connectionString: demo.line.platform.databaseUrl });
    await client.connect();
    const { rows } = await client.query(text);
    await client.end();
    return rows;
  }

  async function domains(): Promise<string> {
    return JSON.stringify(await platform('select count(*)::int as rows, sum(id)::text as ids from domains'));
  }
});
