import { createWriteStream } from 'node:fs';
import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Redis } from 'ioredis';
import { OpsError } from '../../core/errors.ts';
import type { RedisDataWriter, RedisHoldings, RedisSource } from '../../ports/redis-data.ts';
import { rdbOf } from '../backups/rdb-member.ts';
import { createRdbCheck } from '../backups/rdb.ts';
import type { Engine } from '../engine/client.ts';
import { readFileOf, type ContainerFile } from '../engine/files.ts';
import { runningMember, type Member } from '../engine/project.ts';
import { connected } from './connection.ts';
import { fields, keysIn } from './info.ts';
import { queueState } from './queues.ts';
import { releaseRedis, replaceFrom } from './replace.ts';
import { saveNow } from './saving.ts';

export interface RedisDataOptions {
  readonly engine: Engine;
  readonly project: string;
  readonly service: string;
  readonly url: string;
  /** Of the backups; what was kept lies beside them. */
  readonly folder: string;
}

/** What was held when the dump was written, for the manifest. */
export interface RedisFacts {
  readonly version: string;
  readonly keys: number;
  readonly queues: Readonly<Record<string, number>>;
}

/** The data of a Redis in a container: dumped for backups, kept, replaced. */
export interface RedisData extends RedisDataWriter {
  /** Makes Redis write its dump, and gives that to `use`. */
  dump<Result>(signal: AbortSignal, use: (file: ContainerFile, facts: RedisFacts) => Promise<Result>): Promise<Result>;
}

export function createRedisData(options: RedisDataOptions): RedisData {
  const { engine, project, url, folder } = options;
  const withRedis = <Result>(doing: string, signal: AbortSignal, work: (redis: Redis) => Promise<Result>) =>
    connected(url, doing, signal, work);
  const dump: RedisData['dump'] = async (signal, use) => {
    const member = await memberOf(options, signal);
    const saved = await withRedis('saving the data of Redis', signal, async (redis) => ({
      facts: await factsOf(redis),
      path: await saveNow(redis, signal),
    }));
    return readFileOf(engine, { id: member.id, path: saved.path }, signal, (file) => use(file, saved.facts));
  };
  return {
    dump,
    holdings: (signal) => withRedis('looking at the data of Redis', signal, holdingsOf),
    kept: (name) =>
      stat(fileOf(folder, name)).then(
        ({ size }) => ({ bytes: size }),
        () => undefined,
      ),
    async keep(name, signal) {
      const file = fileOf(folder, name);
      if (await stat(file).catch(() => undefined)) return;
      await dump(signal, ({ pieces }) => writeChecked(pieces, file, signal));
    },
    async replace(source, signal) {
      const member = await memberOf(options, signal);
      await withRdb(folder, source, signal, (rdb) =>
        withRedis('replacing the data of Redis', signal, (redis) => replaceFrom(rdb, { engine, member, project, redis }, signal)),
      );
    },
    release: (signal) => withRedis('letting Redis take writes again', signal, (redis) => releaseRedis(redis, { engine, project }, signal)),
    forget: (name) => rm(fileOf(folder, name), { force: true }),
  };
}

/** The names that `keep` is given. */
const KEPT = /^redis_before_\d+$/;

function fileOf(folder: string, name: string): string {
  if (!KEPT.test(name)) throw new OpsError('redis', `${JSON.stringify(name)} is no name of data that were kept`, { permanent: true });
  return join(folder, `${name}.rdb`);
}

async function memberOf({ engine, project, service }: RedisDataOptions, signal: AbortSignal): Promise<Member> {
  const member = await runningMember(engine, project, service, signal);
  if (!member) throw new OpsError('redis', `no container of ${service} runs`);
  return member;
}

async function factsOf(redis: Redis): Promise<RedisFacts> {
  const facts = fields(await redis.info());
  const { queues } = await queueState(redis);
  return {
    version: facts.get('redis_version') ?? 'unknown',
    keys: keysIn(facts),
    queues: Object.fromEntries(queues.map(({ name, messages }) => [name, messages])),
  };
}

async function holdingsOf(redis: Redis): Promise<RedisHoldings> {
  const replication = fields(await redis.info('replication'));
  if (replication.get('role') !== 'master') return { is: 'fixed', why: 'this Redis is a replica of another one' };
  if (replication.get('connected_slaves') !== '0') return { is: 'fixed', why: 'this Redis has replicas, which would be replaced with it' };
  return { is: 'replaceable', ...(await factsOf(redis)) };
}

/** It has its name only when it is whole. */
async function writeChecked(pieces: AsyncIterable<Buffer>, file: string, signal: AbortSignal): Promise<void> {
  const check = createRdbCheck();
  const partial = `${file}.partial`;
  async function* checked(): AsyncGenerator<Buffer> {
    for await (const piece of pieces) {
      check.write(piece);
      yield piece;
    }
  }
  try {
    await pipeline(checked, createWriteStream(partial, { mode: 0o600, flush: true }), { signal });
    const problem = check.problem();
    if (problem !== undefined) throw new OpsError('redis', `keeping what Redis holds: ${problem}`);
    await rename(partial, file);
  } finally {
    await rm(partial, { force: true });
  }
}

async function withRdb(folder: string, source: RedisSource, signal: AbortSignal, use: (file: string) => Promise<void>): Promise<void> {
  if ('kept' in source) return use(fileOf(folder, source.kept));
  const file = join(folder, `.${source.archive}.rdb.partial`);
  try {
    await rdbOf(folder, { name: source.archive, sha256: source.sha256 }, file, signal);
    await use(file);
  } finally {
    await rm(file, { force: true });
  }
}
