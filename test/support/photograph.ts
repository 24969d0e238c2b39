import { existsSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { chromium } from 'playwright-core';

const browserPath = '/usr/bin/chromium';

/** Takes a picture of the local Slack for people to look at, below `test-results`; without a browser there is none. */
export async function photograph(slackUrl: string, as: string, name: string): Promise<void> {
  if (!existsSync(browserPath)) return;
  const file = join(import.meta.dirname, '../../test-results', `${name}.png`);
  await mkdir(dirname(file), { recursive: true });
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox', '--disable-background-networking'] });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
    await page.goto(`${slackUrl}/?as=${as}&channel=ops`);
    await page.getByRole('log').getByRole('article').last().waitFor();
    await page.screenshot({ path: file });
  } finally {
    await browser.close();
  }
}
