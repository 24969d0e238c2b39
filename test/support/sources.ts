import { readFile, readdir } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** A source file of the project: its path in it, and what it says. */
export interface Source {
  readonly path: string;
  readonly text: string;
}

/** One import or re-export of a file. */
export interface Import {
  readonly by: string;
  /** A path in the project for our own files, else the name of a package without its subpath. */
  readonly of: string;
  /** Nothing of it is left at run time. */
  readonly isType: boolean;
}

/** Every TypeScript file below these folders. */
export async function sourcesOf(...folders: readonly string[]): Promise<readonly Source[]> {
  const paths = await Promise.all(
    folders.map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true });
      return names.filter((name) => /\.tsx?$/.test(name)).map((name) => join(folder, name));
    }),
  );
  return Promise.all(paths.flat().map(async (path) => ({ path, text: await readFile(join(root, path), 'utf8') })));
}

// A statement begins its line; the named things may stand on lines of their own.
const statement =
  /^(?:import|export)\s+(?<type>type\s+)?(?:[\w*\s{},$]+?\sfrom\s+)?'(?<static>[^']+)'|\bimport\((?:\s|\/\*.*?\*\/)*'(?<dynamic>[^']+)'/gm;

export function importsOf({ path, text }: Source): readonly Import[] {
  return [...text.matchAll(statement)].map(({ groups = {} }) => {
    const name = groups['static'] ?? groups['dynamic'] ?? '';
    return {
      by: path,
      of: name.startsWith('.') ? relative('.', join(dirname(path), name)) : packageOf(name),
      isType: groups['type'] !== undefined,
    };
  });
}

function packageOf(name: string): string {
  if (name.startsWith('node:')) return name;
  return name.split('/', name.startsWith('@') ? 2 : 1).join('/');
}

/** The same files without their comments: a word in a sentence is no offence. */
export function codeOf(sources: readonly Source[]): readonly Source[] {
  return sources.map(({ path, text }) => ({ path, text: text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1') }));
}
