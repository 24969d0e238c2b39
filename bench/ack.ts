/**
 * From a typed command to its ack: bare Bolt with one INSERT, our way to the ack, and the whole bot at rest and at work.
 * One run, all interleaved; figures are medians over the rounds. `npm run bench:ack -- --rounds 5`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { startCluster } from '../sandbox/stores/cluster.ts';
import { freshDatabase, withClient } from '../sandbox/stores/databases.ts';
import { removePlace } from '../sandbox/stores/place.ts';
import { openRawSlack } from '../test/support/raw-slack.ts';
import { enter } from './ack/contestant.ts';
import { createLoad, forget, writeConfiguration } from './ack/load.ts';
import { measure } from './ack/measure.ts';
import type { Measured } from './ack/measure.ts';
import { median, short, table } from './support/numbers.ts';
import { backupsOf, fillDatabase, writeLogs } from './support/platform.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, log: { type: 'string', default: '300' } } });

/** A hundred at a time show what the one lock of the log's chain costs; the whole bot is not measured with them. */
const crowds = [1, 10, 100];
const ways = ['bare', 'path', 'whole', 'whole at work'] as const;
type Way = (typeof ways)[number];

const waysFor = (people: number) => ways.filter((way) => people <= 10 || !way.startsWith('whole'));

const folder = await mkdtemp(join(tmpdir(), 'bigshot-bench-'));
const slack = await openRawSlack();
const cluster = await startCluster({ folder: join(folder, 'store'), database: 'bench' });
const platform = await startCluster({ folder: join(folder, 'platform'), database: 'platform' });
try {
  const results = await run();
  for (const people of crowds) console.log(`\n${people} at a time\n\n${report(waysFor(people), results.get(people) ?? new Map())}`);
} finally {
  await slack.close();
  for (const one of [cluster, platform]) {
    await one.stop();
    await removePlace(one.folder);
  }
  await rm(folder, { recursive: true, force: true });
}

async function run(): Promise<ReadonlyMap<number, ReadonlyMap<Way, readonly Measured[]>>> {
  const [bot, whole] = await Promise.all([freshDatabase(cluster), freshDatabase(cluster)]);
  const config = await preparePlatform(platform.url);
  const env = { SLACK_API_URL: slack.apiUrl, CONFIG: config, PLATFORM_DATABASE_URL: platform.url };
  const store = new pg.Pool({ connectionString: whole.url, max: 2 });
  store.on('error', () => {}); // the next query tells
  const contestants = {
    bare: await enter('bare', { ...env, DATABASE_URL: bot.url }),
    path: await enter('path', { ...env, DATABASE_URL: bot.url }),
    whole: await enter('whole', { ...env, DATABASE_URL: whole.url }),
  };
  await slack.connected('whole', 2);
  const load = createLoad(slack, 'whole', store);
  const results = new Map(crowds.map((people) => [people, new Map(ways.map((way) => [way, [] as Measured[]]))]));
  const turn = async (way: Way, people: number): Promise<Measured> => {
    const contestant = contestants[way === 'whole at work' ? 'whole' : way];
    const line = contestant.app === 'whole' ? 'health --env staging' : 'health';
    if (way === 'whole at work') await load.begin();
    const measured = await measure(slack, contestant, { line, people, commands: 200 + 20 * people });
    if (way === 'whole at work') await load.end();
    await forget(store);
    return measured;
  };
  try {
    for (const way of ways) await turn(way, 10); // warm
    for (let round = 0; round < Number(values.rounds); round += 1)
      for (const people of crowds)
        for (const way of ways)
          results
            .get(people)
            ?.get(way)
            ?.push(await turn(way, people));
    return results;
  } finally {
    for (const contestant of Object.values(contestants)) await contestant.stop();
    await store.end();
  }
}

async function preparePlatform(url: string): Promise<string> {
  const backups = join(folder, 'backups');
  await fillDatabase(url, 200);
  await withClient(url, (client) => client.query('checkpoint'));
  const logs = await writeLogs(join(folder, 'logs'), Number(values.log));
  const made = await backupsOf(backups, url).create('bigshot_backup_20260101_000000', () => {}, new AbortController().signal);
  console.log(`a log of ${values.log} MB, an archive of ${Math.round(made.bytes / 1e6)} MB`);
  return writeConfiguration(folder, { ...logs, backups });
}

function report(shown: readonly Way[], results: ReadonlyMap<Way, readonly Measured[]>): string {
  const bare = results.get('bare') ?? [];
  const head = ['way', 'p50 ms', 'p99 ms', 'max ms', 'CPU µs', 'per s', 'loop p99 ms', 'loop max ms', 'refused', 'p50 ×', 'p99 ×', 'CPU ×'];
  const rows = shown.map((way) => {
    const rounds = results.get(way) ?? [];
    const middle = (key: keyof Measured) => short(median(rounds.map((one) => one[key])));
    const ratio = (key: keyof Measured) => short(median(rounds.map((one, round) => one[key] / (bare[round]?.[key] ?? NaN))));
    const own = (['p50', 'p99', 'max', 'cpuUs', 'perSecond', 'loopP99', 'loopMax', 'refused'] as const).map(middle);
    return [way, ...own, ...(['p50', 'p99', 'cpuUs'] as const).map(ratio)];
  });
  return table([head, ...rows]);
}
