import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { expect, test } from 'vitest';

const module = new URL('../../../sandbox/demo/bundle.ts', import.meta.url).href;

test('in a checkout that may not be written to the sources run as they are, without a word', async () => {
  const checkout = await mkdtemp(join(tmpdir(), 'bigshot-checkout-'));
  await writeFile(join(checkout, 'node_modules'), '');
  const program = `import { bundleBot } from '${module}'; console.log(JSON.stringify(await bundleBot('${checkout}')));`;

  const { stdout, stderr } = await execa(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program]);
  await rm(checkout, { recursive: true });

  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(['--import', 'tsx', join(checkout, 'src', 'main.ts'), 'start']);
});
