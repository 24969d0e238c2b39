/** Writes what is derived from the source: the registries' indexes, the manifest, the schema, the reference pages. `--check` only compares. */
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { derivedFiles, indexFiles, root } from './generate/files.ts';
import type { Generated } from './generate/files.ts';

const check = process.argv.includes('--check');

async function settle(files: readonly Generated[]): Promise<void> {
  const stale = files.filter(({ there, wanted }) => there !== wanted);
  if (stale.length > 0 && check) process.exitCode = 1;
  for (const { path, wanted } of stale) {
    if (check) {
      console.error(`${path} is stale: run npm run generate`);
      continue;
    }
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), wanted);
    console.log(`${path} written`);
  }
}

await settle(await indexFiles());
await settle(await derivedFiles());
