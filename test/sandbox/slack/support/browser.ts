import { existsSync } from 'node:fs';
import { chromium, type Page } from 'playwright-core';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';

const program = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => existsSync(path));

/** Of the browser; empty where there is none. */
export const browserPath = program ?? '';

/** Why there are no tests in a browser; empty where there are. */
export const NO_BROWSER = program === undefined ? ' (skipped: no chromium on this machine)' : '';

/** A browser whose pages tell what goes wrong in them. */
export interface Pages {
  open(
    place: OpenWorkspace | { readonly url: string },
    as: string,
    options?: { readonly channel?: string; readonly width?: number; readonly dark?: boolean },
  ): Promise<Page>;
  /** Throws when a script of a page failed. */
  check(): void;
  /** Closes the pages; throws when a script of one failed. */
  clear(): Promise<void>;
  close(): Promise<void>;
}

export async function openPages(): Promise<Pages> {
  const browser = await chromium.launch({ executablePath: browserPath, args: ['--no-sandbox'] });
  const pages: Page[] = [];
  const problems: string[] = [];
  const check = (): void => {
    if (problems.length > 0) throw new Error(`errors in the page: ${problems.splice(0).join('; ')}`);
  };
  return {
    async open(place, as, { channel = 'ops', width = 1280, dark = false } = {}) {
      const page = await browser.newPage({ viewport: { width, height: 800 }, colorScheme: dark ? 'dark' : 'light' });
      pages.push(page);
      page.on('pageerror', (error) => problems.push(error.message));
      const { url } = 'world' in place ? place.world : place;
      await page.goto(`${url}/?as=${as}&channel=${channel}`);
      await page.getByRole('heading', { name: channel }).waitFor();
      return page;
    },
    check,
    async clear() {
      await Promise.all(pages.splice(0).map(async (page) => page.close()));
      check();
    },
    close: async () => browser.close(),
  };
}
