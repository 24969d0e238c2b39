import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** Of Debian: each release keeps to one major version of Redis. */
const releases = [
  { major: 6, release: 'bullseye' },
  { major: 7, release: undefined },
  { major: 8, release: 'trixie' },
] as const;
const kept = join(import.meta.dirname, '../majors/node_modules/redis');
const mirror = 'http://deb.debian.org/debian';

/** A version of Redis, how it is started, and why it cannot be tried here, if so. */
export interface RedisMajor {
  readonly major: number;
  readonly title: string;
  readonly program?: readonly [string, ...string[]];
}

/** Every major version from 6 on: the machine's own, and the others unpacked from Debian's packages, with the libraries that they came with. */
export async function redisMajors(): Promise<readonly RedisMajor[]> {
  const majors: RedisMajor[] = [];
  for (const { major, release } of releases) {
    const found = release === undefined ? await ownProgram(major) : await unpacked(major, release);
    majors.push('why' in found ? { major, title: `Redis ${major} (skipped: ${found.why})` } : { major, title: `Redis ${major}`, ...found });
  }
  return majors;
}

type Found = { readonly program: readonly [string, ...string[]] } | { readonly why: string };

async function ownProgram(major: number): Promise<Found> {
  const { stdout, failed } = await execa('redis-server', ['--version'], { reject: false });
  if (failed) return { why: 'redis-server is not installed' };
  return stdout.includes(`v=${major}.`) ? { program: ['redis-server'] } : { why: `redis-server here is ${stdout}` };
}

async function unpacked(major: number, release: string): Promise<Found> {
  const folder = join(kept, String(major));
  if (!existsSync(folder)) {
    await mkdir(kept, { recursive: true });
    const half = await mkdtemp(join(kept, `${major}-`));
    const options = ['--quiet', '--variant=extract', '--include=redis-server', release, half, mirror];
    const { failed, code, stderr } = await execa('mmdebstrap', options, { reject: false });
    if (failed) {
      await rm(half, { recursive: true, force: true });
      return { why: code === 'ENOENT' ? 'mmdebstrap is not installed' : stderr.slice(-200) };
    }
    await rename(half, folder);
  }
  const libraries = ['usr/lib', 'lib'].map((place) => join(folder, place, `${process.arch === 'arm64' ? 'aarch64' : 'x86_64'}-linux-gnu`));
  const loader = libraries
    .flatMap((place) => ['ld-linux-x86-64.so.2', 'ld-linux-aarch64.so.1'].map((name) => join(place, name)))
    .find((path) => existsSync(path));
  if (loader === undefined) return { why: 'its loader is not where it was looked for' };
  return { program: [loader, '--library-path', libraries.join(':'), join(folder, 'usr/bin/redis-server')] };
}
