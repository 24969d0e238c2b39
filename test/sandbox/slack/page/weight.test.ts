import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { bundlePage } from '../../../../sandbox/slack/http/page-files.ts';

/** What a page may weigh, script and styles together, as a browser gets them gzipped. */
const mostBytes = 150_000;

test.each(['page', 'traffic'])('the page "%s" is small', async (name) => {
  const files = await bundlePage();
  const sizes = [`/${name}.js`, `/${name}.css`].map((path) => gzipSync(files.get(path)?.body ?? '').length);

  expect(Math.min(...sizes)).toBeGreaterThan(500);
  expect(sizes.reduce((sum, size) => sum + size)).toBeLessThan(mostBytes);
});
