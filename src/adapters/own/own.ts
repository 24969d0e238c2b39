import { execa } from 'execa';
import type { QueryArrayConfig } from 'pg';
import { Absent, OpsError } from '../../core/errors.ts';
import { plain } from '../../lib/foreign.ts';
import type { OwnReader } from '../../ports/own.ts';
import type { ContainersReader } from '../../ports/platform.ts';
import { doing } from '../database/errors.ts';
import { marked, withSession } from '../database/session.ts';
import { matchingLines } from './matching-lines.ts';
import { createWanted } from './wanted.ts';

const MOST_BODY = 64 * 1024;
const STATEMENT_MS = 60_000;

export interface OwnOptions {
  readonly databaseUrl?: string;
  readonly logs?: { readonly app?: string | undefined; readonly nginx?: string | undefined };
  readonly containers?: ContainersReader;
  readonly path: string | undefined;
}

/** What checks of the configuration's own may do. */
export function createOwn({ databaseUrl, logs, containers, path }: OwnOptions): OwnReader {
  return {
    http,
    async number(query, signal) {
      if (databaseUrl === undefined) throw new Absent('no database is configured');
      return doing('asking a question of your own', signal, () => numberOf(databaseUrl, query, signal));
    },
    command: (command, signal) => run(command, path, signal),
    async lines(log, wanted, since, signal) {
      const file = log === 'app' ? logs?.app : log === 'nginx' ? logs?.nginx : undefined;
      if (file !== undefined) return matchingLines(file, log === 'app' ? 'app' : 'nginx', { ...wanted, since }, signal);
      if (log === 'app' || log === 'nginx') throw new Absent(`no log ${log} is configured`);
      if (!containers) throw new Absent('no container engine is configured');
      const lines = createWanted(wanted);
      const found = (await containers.serviceLog(log, since, signal)).filter((line) => lines.has(Buffer.from(line)));
      return { count: found.length, last: found.slice(-5) };
    },
  };
}

async function http(url: string, signal: AbortSignal): ReturnType<OwnReader['http']> {
  const begun = performance.now();
  try {
    const response = await fetch(url, { redirect: 'manual', signal, headers: { 'user-agent': 'bigshot' } });
    const pieces: Uint8Array[] = [];
    let size = 0;
    for await (const piece of response.body ?? []) {
      pieces.push(piece);
      size += piece.byteLength;
      if (size >= MOST_BODY) break;
    }
    const body = Buffer.concat(pieces).subarray(0, MOST_BODY).toString('utf8');
    return { status: response.status, latencyMs: Math.round(performance.now() - begun), body };
  } catch (cause) {
    throw signal.aborted
      ? cause
      : new OpsError('own', `asking ${plain(new URL(url).host, 100)}`, { cause: cause instanceof Error ? (cause.cause ?? cause) : cause });
  }
}

/** The transaction cannot write, and the protocol of statements with a name takes one only: none behind it could end the transaction first. */
function numberOf(url: string, query: string, signal: AbortSignal): Promise<number | null> {
  return withSession({ url, mode: 'read', statementTimeoutMs: STATEMENT_MS }, signal, async (client) => {
    await client.query('BEGIN READ ONLY');
    const asked: QueryArrayConfig = { name: 'own', text: marked(query), rowMode: 'array' };
    const { rows } = await client.query(asked);
    await client.query('ROLLBACK');
    const value: unknown = rows[0]?.[0];
    if (value === undefined || value === null) return null;
    const number = Number(value);
    if (Number.isNaN(number)) throw new OpsError('own', `the answer is no number but ${plain(JSON.stringify(value), 60)}`);
    return number;
  });
}

async function run(
  [program = '', ...words]: readonly string[],
  path: string | undefined,
  signal: AbortSignal,
): ReturnType<OwnReader['command']> {
  const ran = await execa(program, words, {
    extendEnv: false,
    env: { PATH: path ?? '/usr/bin:/bin' },
    reject: false,
    stdin: 'ignore',
    maxBuffer: MOST_BODY,
    cancelSignal: signal,
  });
  signal.throwIfAborted();
  if (ran.exitCode === undefined)
    throw new OpsError('own', `running ${plain(program, 100)}: ${plain(ran.shortMessage ?? 'it could not be started', 200)}`);
  return { exitCode: ran.exitCode, line: plain((ran.stdout || ran.stderr).split('\n', 1)[0] ?? '', 300) };
}
