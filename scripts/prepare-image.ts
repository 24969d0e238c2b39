import { cp, writeFile, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { bundle } from './bundle.ts';

const Package = z.looseObject({ scripts: z.unknown().optional() });

/** Lays out in a folder what the image of the bot consists of: the compiled program, and the libraries that it needs to run. */
export async function prepareImage(root: string, context: string): Promise<void> {
  for (const file of ['package-lock.json', '.npmrc']) await cp(join(root, file), join(context, file));
  // Nobody starts it by npm, and a script of installing would run now.
  const { scripts: _, ...rest } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await writeFile(join(context, 'package.json'), `${JSON.stringify(rest, null, 2)}\n`);
  const without = ['--omit=dev', '--omit=optional', '--ignore-scripts', '--loglevel=error'];
  await Promise.all([
    execa('npm', ['ci', ...without], { cwd: context }),
    bundle({ main: 'src/main.ts', healthy: 'scripts/healthy.ts' }, join(context, 'dist')),
  ]);
}
