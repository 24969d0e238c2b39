import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Bundles programs of the project into a folder from where their libraries can be found. */
export async function bundle(
  entryPoints: Readonly<Record<string, string>>,
  outdir: string,
  logLevel: 'warning' | 'silent' = 'warning',
): Promise<void> {
  await build({
    entryPoints: Object.fromEntries(Object.entries(entryPoints).map(([name, file]) => [name, join(root, file)])),
    outdir,
    bundle: true,
    // Libraries stay as they are: some find their own files by their own place.
    packages: 'external',
    platform: 'node',
    format: 'esm',
    target: 'node20',
    sourcemap: 'linked',
    logLevel,
  });
  // The code looks for them beside itself, in `src/store` as in the bundle.
  await cp(join(root, 'src/store/migrations'), join(outdir, 'migrations'), { recursive: true });
}
