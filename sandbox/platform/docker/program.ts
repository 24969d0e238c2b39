import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { sqlFiles } from '../database/prepare.ts';

// Some libraries are CommonJS and ask for Node's modules by `require`; Debian's Node 18 cannot sort into a copy yet.
const BANNER = [
  "import { createRequire } from 'node:module';",
  'const require = createRequire(import.meta.url);',
  'Array.prototype.toSorted ??= function (order) { return [...this].sort(order); };',
].join('\n');

/** Bundles the program of the container `backend`, with its libraries and the SQL that it reads beside itself. */
export async function writeBackend(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await build({
    entryPoints: { backend: fileURLToPath(new URL('backend.ts', import.meta.url)) },
    outdir: folder,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node18',
    banner: { js: BANNER },
    external: ['pg-native'],
    logLevel: 'warning',
  });
  for (const file of sqlFiles) {
    await cp(fileURLToPath(new URL(`../database/${file}`, import.meta.url)), join(folder, file));
  }
}
