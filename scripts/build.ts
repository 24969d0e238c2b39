/** Bundles the bot into `dist`, which runs with the dependencies of package.json beside it. */
import { cp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const outdir = join(root, 'dist');

await rm(outdir, { recursive: true, force: true });
await build({
  entryPoints: { main: join(root, 'src/main.ts'), healthy: join(root, 'scripts/healthy.ts') },
  outdir,
  bundle: true,
  // Libraries stay as they are: some find their own files by their own place.
  packages: 'external',
  platform: 'node',
  format: 'esm',
  target: 'node20',
  sourcemap: 'linked',
  logLevel: 'warning',
});
// The code looks for them beside itself, in `src/store` as in `dist`.
await cp(join(root, 'src/store/migrations'), join(outdir, 'migrations'), { recursive: true });
