/** Bundles the bot into `dist`, which runs with the dependencies of package.json beside it. */
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './bundle.ts';

const outdir = join(fileURLToPath(new URL('..', import.meta.url)), 'dist');

await rm(outdir, { recursive: true, force: true });
await bundle({ main: 'src/main.ts', healthy: 'scripts/healthy.ts' }, outdir);
