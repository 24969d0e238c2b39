import { linkSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { hasCode } from '../stores/errors.ts';
import { goneWithin, signal, startOf } from '../stores/processes.ts';

/** A process that this demo started: its id, and its start, since ids are used again. */
const Child = z.object({ what: z.string(), pid: z.number().int().positive(), start: z.string().optional() });
type Child = z.infer<typeof Child>;

const Record = z.object({ demo: Child, children: z.array(Child) });
type Record = z.infer<typeof Record>;

/** A folder belongs to one demo at a time; the claim also writes down which processes would be left behind if the demo were killed. */
export interface Claim {
  /** What an earlier, killed demo had left behind and was ended now. */
  readonly ended: readonly string[];
  add(what: string, pid: number): void;
  /** Kills everything at once. */
  killAll(): void;
  release(): void;
}

/** Another demo runs in this folder. */
export class FolderTaken extends Error {}

const STOPPED_WITHIN_MS = 5000;

/**
 * Claims the folder for this process; ends the processes of a demo that was killed.
 * @throws FolderTaken when a living demo has it.
 */
export async function claimFolder(folder: string): Promise<Claim> {
  const file = join(folder, 'processes.json');
  const record: Record = { demo: { what: 'demo', pid: process.pid, start: await startOf(process.pid) }, children: [] };
  const ended = await take(file, record);
  return {
    ended,
    add: (what, pid) => {
      const child: Child = { what, pid };
      record.children.push(child);
      write(file, record);
      void complete(file, record, child);
    },
    killAll: () => record.children.forEach(({ pid }) => signal(pid, 'SIGKILL', 'group')),
    release: () => {
      record.children.length = 0;
      rmSync(file, { force: true });
    },
  };
}

// Known a moment later; until then the entry has no start, and a successor leaves the process alone.
async function complete(file: string, record: Record, child: Child): Promise<void> {
  child.start = await startOf(child.pid);
  write(file, record);
}

async function take(file: string, record: Record): Promise<readonly string[]> {
  const mine = `${file}.${process.pid}`;
  writeFileSync(mine, JSON.stringify(record), { mode: 0o600 });
  try {
    // A link is made only if the name is free, and the file behind it is never half written.
    linkSync(mine, file);
    return [];
  } catch (problem) {
    if (!hasCode(problem, 'EEXIST')) throw problem;
  } finally {
    rmSync(mine, { force: true });
  }
  const left = await read(file);
  if (left && (await isThe(left.demo))) {
    throw new FolderTaken(
      `A demo is running here already (process ${left.demo.pid}). End it with Ctrl-C in its terminal, then start again.`,
    );
  }
  const ended = await endAll(left?.children ?? []);
  rmSync(file, { force: true });
  return [...ended, ...(await take(file, record))];
}

async function read(file: string): Promise<Record | undefined> {
  const text = await readFile(file, 'utf8').catch(() => 'null');
  try {
    return Record.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

async function endAll(children: readonly Child[]): Promise<readonly string[]> {
  const ours: Child[] = [];
  for (const child of children) if (await isThe(child)) ours.push(child);
  await Promise.all(ours.map(end));
  return ours.map(({ what, pid }) => `${what} (process ${pid})`);
}

async function end({ what, pid }: Child): Promise<void> {
  // SIGTERM lets PostgreSQL wait for its clients for ever; SIGINT cuts them.
  signal(pid, what.startsWith('PostgreSQL') ? 'SIGINT' : 'SIGTERM');
  if (await goneWithin(pid, STOPPED_WITHIN_MS)) return;
  signal(pid, 'SIGKILL', 'group');
  await goneWithin(pid, STOPPED_WITHIN_MS);
}

async function isThe({ pid, start }: Child): Promise<boolean> {
  return start !== undefined && (await startOf(pid)) === start;
}

function write(file: string, record: Record): void {
  if (record.children.length === 0) return;
  const next = `${file}.next`;
  writeFileSync(next, JSON.stringify(record), { mode: 0o600 });
  renameSync(next, file);
}
