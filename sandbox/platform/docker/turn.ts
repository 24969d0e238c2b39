import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasCode } from '../../stores/errors.ts';
import { startOf } from '../../stores/processes.ts';

const AGAIN_MS = 250;
/** A folder without a name in it is a moment old, or its maker died in that moment. */
const NAMELESS_MS = 5000;

/** Does work that two processes of this machine must not do at the same time: the second waits for the first, not for one that has died. */
export async function inTurn<Result>(name: string, work: () => Promise<Result>): Promise<Result> {
  const folder = join(tmpdir(), `bigshot-${name}.turn`);
  const me = `${process.pid} ${(await startOf(process.pid)) ?? ''}`;
  for (let namelessMs = 0; !(await taken(folder, me)); await sleep(AGAIN_MS)) {
    const [pid, ...start] = (await readFile(join(folder, 'owner'), 'utf8').catch(() => '')).split(' ');
    namelessMs = pid === '' ? namelessMs + AGAIN_MS : 0;
    const isGone = pid === '' ? namelessMs > NAMELESS_MS : (await startOf(Number(pid))) !== start.join(' ');
    if (isGone) await rm(folder, { recursive: true, force: true });
  }
  try {
    return await work();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function taken(folder: string, me: string): Promise<boolean> {
  try {
    await mkdir(folder);
  } catch (problem) {
    if (hasCode(problem, 'EEXIST')) return false;
    throw problem;
  }
  await writeFile(join(folder, 'owner'), me);
  return true;
}
