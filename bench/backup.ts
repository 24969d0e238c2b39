/**
 * Making, verifying and loading a backup against the programs that everybody has. One run, interleaved; figures are medians over
 * the rounds. `npm run bench:backup -- --megabytes 150 --rounds 5`
 */
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { startCluster } from '../sandbox/stores/cluster.ts';
import { freshDatabase } from '../sandbox/stores/databases.ts';
import { removePlace } from '../sandbox/stores/place.ts';
import { median, short, table } from './support/numbers.ts';
import { createStopwatch } from './support/stopwatch.ts';
import { backupsOf, fillDatabase } from './support/platform.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' }, megabytes: { type: 'string', default: '150' } } });

const ways = [
  { what: 'make', way: 'the bot', against: '`pg_dump \\| gzip`' },
  { what: 'make', way: '`pg_dump \\| gzip`' },
  { what: 'verify', way: 'the bot', against: '`tar -tzf`' },
  { what: 'verify', way: '`tar -tzf`' },
  { what: 'verify', way: '`gzip -t`' },
  { what: 'load', way: 'the bot', against: '`gzip -dc \\| psql`' },
  { what: 'load', way: '`gzip -dc \\| psql`' },
] as const;

const watch = createStopwatch();
const { signal } = new AbortController();
const folder = await mkdtemp(join(tmpdir(), 'bigshot-bench-'));
const cluster = await startCluster({ folder: join(folder, 'store'), database: 'bench' });
try {
  await fillDatabase(cluster.url, Number(values.megabytes));
  let bytes = 0;
  for (let round = 0; round < Number(values.rounds); round += 1) bytes = await turn(round);
  console.log(`\nan archive of ${short(bytes / 1e6)} MB\n\n${report(bytes)}`);
} finally {
  await cluster.stop();
  await removePlace(join(folder, 'store'));
  await rm(folder, { recursive: true, force: true });
}

/** Every way once, on the same archive. Its size in bytes. */
async function turn(round: number): Promise<number> {
  const backups = backupsOf(join(folder, 'backups'), cluster.url);
  const name = `bigshot_backup_2026010${round % 10}_000000`;
  const archive = join(folder, 'backups', `${name}.tar.gz`);
  const dump = join(folder, 'dump.sql.gz');
  const [ours, theirs] = await Promise.all([freshDatabase(cluster), freshDatabase(cluster)]);
  const shell = (command: string, ...words: readonly string[]) => execa('bash', ['-o', 'pipefail', '-c', command, 'bash', ...words]);
  const made = await watch.timed('make the bot', () => backups.create(name, () => {}, signal));
  await watch.timed('make `pg_dump \\| gzip`', () => shell('pg_dump "$1" | gzip > "$2"', cluster.url, dump));
  const byBot = async () => {
    const verification = await watch.timed('verify the bot', () => backups.verify(name, signal));
    if (!verification.verified) throw new Error(verification.problems.join(' '));
  };
  const byPrograms = async () => {
    await watch.timed('verify `tar -tzf`', () => execa('tar', ['-tzf', archive]));
    await watch.timed('verify `gzip -t`', () => execa('gzip', ['-t', archive]));
  };
  // Behind a backup the database still writes for a while, which whoever comes first pays for: they take turns.
  for (const verify of round % 2 === 0 ? [byBot, byPrograms] : [byPrograms, byBot]) await verify();
  await watch.timed('load the bot', () =>
    backups.load({ name, sha256: made.sha256 }, new URL(ours.url).pathname.slice(1), () => {}, signal),
  );
  await watch.timed('load `gzip -dc \\| psql`', () =>
    shell('gzip -dc "$1" | psql -q -1 -v ON_ERROR_STOP=1 "$2" > /dev/null', dump, theirs.url),
  );
  await Promise.all([ours.drop(), theirs.drop()]);
  const { size } = await stat(archive);
  await rm(archive);
  return size;
}

function report(bytes: number): string {
  const seconds = (what: string, way: string) => watch.of(`${what} ${way}`).map((ms) => ms / 1000);
  const rows = ways.map(({ what, way, ...rest }) => {
    const own = seconds(what, way);
    const other = 'against' in rest ? seconds(what, rest.against) : [];
    const speed =
      other.length === 0
        ? ''
        : `${short(median(own.map((one, round) => (other[round] ?? NaN) / one)))} × ${'against' in rest ? rest.against : ''}`;
    return [what, way, short(median(own)), short(bytes / 1e6 / median(own)), speed];
  });
  return table([['', 'way', 's', 'MB of archive a second', 'speed'], ...rows]);
}
