/** Builds the image of the bot: compiles it, installs what it needs to run beside that, and copies both into the base. Needs Docker. */
import { cp, mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { prepareImage } from './prepare-image.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

const { values } = parseArgs({
  options: {
    tag: { type: 'string', default: 'bigshot-bot' },
    base: { type: 'string', default: 'node:20-bookworm-slim' },
    packages: { type: 'string', default: '' },
  },
});

const context = join(root, 'dist', 'image');
await rm(context, { recursive: true, force: true });
await mkdir(context, { recursive: true });
await prepareImage(root, context);
await cp(join(root, 'Dockerfile'), join(context, 'Dockerfile'));
const settings = ['--build-arg', `BASE=${values.base}`, '--build-arg', `PACKAGES=${values.packages}`];
await execa('docker', ['build', ...settings, '--tag', values.tag, context], { stdio: 'inherit' });
