import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, type Browser, type Locator, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, onTestFinished, test } from 'vitest';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { control } from '../../../support/slack-control.ts';
import { connectBolt } from '../support/bolt.ts';
import { browserPath, NO_BROWSER } from '../support/browser.ts';
import { call, channels, users, workspace } from '../support/workspace.ts';

describe.skipIf(NO_BROWSER !== '')(`the traffic page${NO_BROWSER}`, () => {
  let browser: Browser;
  let place: OpenWorkspace;
  let page: Page;
  let folder = '';
  const problems: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  });
  afterAll(async () => browser.close());
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'workspace-'));
    place = await workspace({ folder });
    page = await browser.newPage({ viewport: { width: 1200, height: 800 } });
    page.on('pageerror', (error) => problems.push(error.message));
    await page.goto(`${place.world.url}/traffic`);
    await page.getByText('Clean: no unacked envelope, no error, no warning').waitFor();
  });
  afterEach(async () => {
    await page.close();
    await place.close();
    await rm(folder, { recursive: true, force: true });
    if (problems.length > 0) throw new Error(`errors in the page: ${problems.splice(0).join('; ')}`);
  });

  const entry = (text: string): Locator => page.getByRole('list', { name: 'All traffic' }).getByRole('listitem').filter({ hasText: text });

  test('a call with a mistake and an unknown method are bad, with the place of the mistake', async () => {
    await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: 'x', blocks: [{ type: 'header' }] });
    await call(place, 'bot', 'chat.brew');

    await entry('chat.brew').getByText('unknown_method: there is no such method here').waitFor();
    const mistake = entry('chat.postMessage');
    expect(await mistake.getByText('bad', { exact: true }).count()).toBe(1);
    expect(await mistake.innerText()).toContain('/blocks/0');
    await page.getByText('2 problems').waitFor();
    const verdict = page.getByRole('region', { name: 'Verdict' }).getByRole('listitem');
    expect(await verdict.allInnerTexts()).toEqual([expect.stringContaining('chat.brew'), expect.stringContaining('chat.postMessage')]);
  });

  test('what one has opened stays open while more comes, and foreign text stays text', async () => {
    await call(place, 'bot', 'chat.postMessage', { channel: channels.ops, text: '<img src=x onerror="alert(1)">' });
    await entry('chat.postMessage').locator('summary').click();
    const shown = entry('chat.postMessage').getByText('<img src=x').first();
    await shown.waitFor();

    await call(place, 'bot', 'auth.test');
    await entry('auth.test').waitFor();

    expect(await shown.isVisible()).toBe(true);
    expect(await page.locator('img').count()).toBe(0);
  });

  test('the list is filtered, paused and cleared', async () => {
    await call(place, 'bot', 'chat.brew');
    await call(place, 'bot', 'auth.test');
    await entry('auth.test').waitFor();

    await page.getByRole('checkbox', { name: 'Only problems' }).check();
    await expect.poll(async () => [await entry('chat.brew').count(), await entry('auth.test').count()]).toEqual([1, 0]);
    await page.getByRole('checkbox', { name: 'Only problems' }).uncheck();
    await page.getByRole('searchbox', { name: 'Search' }).fill('AUTH');
    await expect.poll(async () => [await entry('chat.brew').count(), await entry('auth.test').count()]).toEqual([0, 1]);
    await page.getByRole('searchbox', { name: 'Search' }).fill('');
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByText('paused').waitFor();
    await page.getByRole('button', { name: 'Go on' }).click();
    await page.getByRole('button', { name: 'Clear' }).click();

    await page.getByText('Nothing has passed yet').waitFor();
    await page.getByText('Clean:').waitFor();
  });

  test('a fault is switched on with its settings, strikes, and is switched off', async () => {
    const fault = page.getByRole('listitem').filter({ hasText: 'Calls are answered with 429' });
    await fault.locator('summary').click();
    await fault.getByRole('spinbutton', { name: 'Retry-After' }).fill('7');
    await fault.getByRole('textbox', { name: 'Only this method' }).fill('auth.test');
    await fault.getByRole('switch').click();
    await expect.poll(() => place.world.faults.active()).toMatchObject([{ name: 'rate_limited', retryAfter: 7, only: 'auth.test' }]);

    const reply = await call(place, 'bot', 'auth.test');

    expect(reply).toMatchObject({ ok: false, error: 'ratelimited' });
    await fault.getByText('struck once').waitFor();
    expect(await fault.getByRole('spinbutton', { name: 'Retry-After' }).inputValue()).toBe('7');
    await page.getByRole('button', { name: 'All off' }).click();
    await expect.poll(() => place.world.faults.active()).toEqual([]);
  });

  test('what a script set and cleared is seen as it is', async () => {
    const slack = { url: place.world.url, tokens: { control: place.world.secrets.control } };
    await call(place, 'bot', 'auth.test');
    await entry('auth.test').waitFor();

    await control(slack, 'faults.set', { name: 'slow', ms: 1234, only: 'users.info' });
    await control(slack, 'traffic.clear');

    const fault = page.getByRole('listitem').filter({ hasText: 'Calls are answered late' });
    await fault.locator('summary').click();
    await expect.poll(() => fault.getByRole('spinbutton', { name: 'Milliseconds' }).inputValue()).toBe('1234');
    expect(await fault.getByRole('textbox', { name: 'Only this method' }).inputValue()).toBe('users.info');
    await page.getByText('Nothing has passed yet').waitFor();
  });

  test('what people do is hidden until one asks for everything', async () => {
    await call(place, 'dana', 'users.list');
    await call(place, 'bot', 'auth.test');
    await entry('auth.test').waitFor();
    expect(await entry('users.list').count()).toBe(0);

    await page.getByRole('combobox', { name: 'Kind' }).selectOption('Everything');

    await entry('users.list').waitFor();
  });

  test('a sudden fault strikes when it is asked to', async () => {
    const strike = page.getByRole('button', { name: 'Strike once: All connections are cut' });
    await strike.click();
    await page.getByRole('alert').filter({ hasText: 'no open connection' }).waitFor();
    const { stop } = await connectBolt(place, () => undefined, 1);
    onTestFinished(stop);

    await strike.click();

    await entry('reset').getByText('struck').waitFor();
    expect(place.world.traffic.verdict().faulted).toBe(1);
  });

  test('clock, limits and people are set from the page', async () => {
    const before = place.world.clock.now().getTime();

    await page.getByRole('button', { name: '+30 min' }).click();
    await page.getByText('30 min', { exact: true }).waitFor();
    await page.getByRole('radio', { name: /^tight/ }).check();
    await page.getByRole('button', { name: 'Deactivate dana' }).click();
    await page.getByRole('button', { name: 'Reactivate dana' }).waitFor();

    expect(place.world.clock.now().getTime() - before).toBeGreaterThanOrEqual(30 * 60_000);
    await expect.poll(() => place.world.limits.profile()).toBe('tight');
    expect(place.world.people.find(users.dana)?.kind).toBe('deactivated');
  });

  test('it goes on with a workspace that was started anew', async () => {
    await call(place, 'bot', 'chat.brew');
    await entry('chat.brew').waitFor();
    const port = Number(new URL(place.world.url).port);
    await place.close();
    await page.getByText('connecting…').waitFor();

    place = await workspace({ folder, port });
    await call(place, 'bot', 'auth.test');

    await entry('auth.test').waitFor();
    expect(await entry('chat.brew').count()).toBe(0);
    await page.getByText('live', { exact: true }).waitFor();
  });
});
