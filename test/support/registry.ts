import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { freePort } from '../../sandbox/stores/ports.ts';

/** A registry of images of its own, on this machine. */
export interface Registry {
  /** host:port, before the name of an image. */
  readonly host: string;
  stop(): Promise<void>;
}

const program = 'docker-registry';
const { failed } = await execa(program, ['--version'], { reject: false });

/** Why there is none, for the title of what is skipped then; empty where there is one. */
export const NO_REGISTRY = failed ? ' (needs docker-registry: it is not installed)' : '';

export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), 'bigshot-registry-'));
  const host = `127.0.0.1:${await freePort()}`;
  const config = { version: '0.1', log: { level: 'error' }, storage: { filesystem: { rootdirectory: folder } }, http: { addr: host } };
  const file = join(folder, 'config.json');
  await writeFile(file, JSON.stringify(config));
  const running = execa(program, ['serve', file], { reject: false, stdio: 'ignore' });
  for (let tries = 0; !(await answers(host)); tries += 1) {
    if (tries > 200) throw new Error(`the registry at ${host} does not answer`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  return {
    host,
    async stop() {
      running.kill();
      await running;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function answers(host: string): Promise<boolean> {
  return fetch(`http://${host}/v2/`).then(
    ({ ok }) => ok,
    () => false,
  );
}
