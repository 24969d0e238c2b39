import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { Change } from './change.ts';

/** Where changes are kept: one line of JSON each. */
export interface Journal {
  append(change: Change): void;
  close(): void;
}

/** Reads the changes of the last life. A line that was cut by a kill, or is not ours, ends the reading of that line only. */
export function readJournal(folder: string): readonly Change[] {
  const path = journalPath(folder);
  if (!existsSync(path)) return [];
  return readFileSync(path, 'utf8').split('\n').flatMap(changeIn);
}

/**
 * Begins a journal that holds `changes` and grows from there. The old one is replaced by a rename, so a kill at any moment
 * leaves one whole file. Each append is written before it returns: a killed process has told nobody about a change that is not there.
 */
export function openJournal(folder: string, changes: readonly Change[]): Journal {
  mkdirSync(folder, { recursive: true });
  const path = journalPath(folder);
  writeFileSync(`${path}.new`, changes.map(lineOf).join(''), { mode: 0o600 });
  renameSync(`${path}.new`, path);
  const file = openSync(path, 'a');
  const open = new Set([file]);
  return {
    // A request that is still under way while the workspace closes must not fall over the closed file.
    append: (change) => open.forEach((descriptor) => writeSync(descriptor, lineOf(change))),
    close() {
      if (open.delete(file)) closeSync(file);
    },
  };
}

function journalPath(folder: string): string {
  return join(folder, 'workspace.jsonl');
}

function lineOf(change: Change): string {
  return `${JSON.stringify(change)}\n`;
}

function changeIn(line: string): readonly Change[] {
  if (line === '') return [];
  try {
    const parsed = Change.safeParse(JSON.parse(line));
    return parsed.success ? [parsed.data] : [];
  } catch {
    return [];
  }
}
