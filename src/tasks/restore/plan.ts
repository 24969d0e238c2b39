import { OpsError } from '../../core/errors.ts';
import type { Look } from '../../core/look.ts';
import type { Plan } from '../../core/task.ts';
import { foreign } from '../../lib/foreign.ts';
import { ago, bytes, duration, list, minute } from '../../lib/words.ts';
import type { BackupsReader, Verification } from '../../ports/backups.ts';
import type { RowCounts } from '../../ports/database.ts';
import { choose, passedOverInWords } from './choice.ts';
import { downMs, timed } from './down-time.ts';
import { misfits, neededBytes, roomInWords } from './fit.ts';
import { gainInWords, lossInWords, momentOf, rowsLost } from './loss.ts';
import { planRedis } from './redis.ts';
import { oneSided } from './rows.ts';
import { isTooLong, keptInWords, keptName, scratchName, type RestoreWork } from './work.ts';

type Needs = 'backups' | 'database' | 'services';

/** Reads the archive to its end, counts what the live database has, and fixes every name and number of the run. */
export async function planRestore(
  look: Look<Needs>,
  { backup, redis: withRedis = false }: { readonly backup: string; readonly redis?: boolean | undefined },
): Promise<Plan<RestoreWork>> {
  const { backups, database, services, signal, runId } = look;
  if (runId === undefined) throw new OpsError('restore', 'planning a restore outside of a run', { permanent: true });
  await backups.tools(signal);
  const chosen = await choose(backups, backup, signal);
  if (chosen.is === 'none') return { is: 'impossible', why: chosen.why };
  const { verification, passedOver } = chosen;
  const [traits, available, { freeBytes }] = [
    await database.traits(signal),
    await database.availableExtensions(signal),
    await backups.space(signal),
  ];
  const why = misfits(verification, { traits, available, freeBytes });
  if (why.length > 0 || !verification.contents) return { is: 'impossible', why: `${capital(why.join('; and '))}.` };

  const { contents, name, sha256 } = verification;
  const { live } = database;
  if (isTooLong(scratchName(live, runId)))
    return { is: 'impossible', why: `The name \`${live}\` is too long for the names of its copies.` };
  const redis = withRedis ? await planRedis(backups, verification, runId, signal) : undefined;
  if (redis?.is === 'impossible') return { is: 'impossible', why: `${capital(redis.why)}.` };
  const since = momentOf(contents, verification.takenAt);
  const { result: counts, ms: countingMs } = await timed(() => database.countRows(live, signal, since));
  const there = await database.existing([live], signal);
  const { indexes, constraints, rows } = contents;
  const work: RestoreWork = {
    archive: name,
    sha256,
    live,
    liveOid: there[live]?.oid ?? 0,
    scratch: scratchName(live, runId),
    kept: keptName(live, runId),
    stopped: [...services.manageable().names],
    rows: { ...rows },
    since: since.toISOString(),
    lost: { ...rowsLost(counts, { rows }) },
    ...(indexes === undefined || constraints === undefined ? {} : { indexes, constraints }),
    ...(redis && { redis: redis.work }),
  };
  const times = timesOf(contents.dumpBytes, downMs(work.stopped.length > 0, countingMs));
  return {
    is: 'plan',
    summary: `\`${name}\` into \`${live}\``,
    facts: factsOf({
      redis: redis?.facts ?? redisStays(backups),
      look,
      verification,
      passedOver,
      work,
      counts,
      times,
      room: roomInWords(neededBytes(traits, contents), freeBytes),
    }),
    impact: `the API is down for about ${duration(times.downMs)}`,
    seconds: Math.round(times.allMs / 1000),
    work,
  };
}

interface Times {
  readonly allMs: number;
  readonly downMs: number;
}

/** Loading, indexes included, was measured at 25 to 38 MB of dump a second on two cores; half of that is promised. */
const LOAD_BYTES_PER_MS = 12_000;

function timesOf(dumpBytes: number, down: number): Times {
  return { allMs: 3000 + down + dumpBytes / LOAD_BYTES_PER_MS, downMs: down };
}

function factsOf(about: {
  readonly redis: readonly string[];
  readonly look: Look<Needs>;
  readonly verification: Verification;
  readonly passedOver: readonly Verification[];
  readonly work: RestoreWork;
  readonly counts: RowCounts;
  readonly times: Times;
  readonly room: string;
}): readonly string[] {
  const { look, verification, work, counts, times, room } = about;
  const { bytes: size, sha256, takenAt } = verification;
  return [
    `archive of ${bytes(size)}, sha256 ${sha256.slice(0, 4)}…${sha256.slice(-2)}, taken ${minute(takenAt)} (${ago(takenAt, look.now)}), ${proven(verification)}`,
    ...passedOverInWords(about.passedOver),
    `into a scratch database first, compared, then swapped: about ${duration(times.allMs)}; ${room}`,
    lossInWords(work.lost, counts, { lose: 'you lose what was written since:', other: 'the archive' }),
    ...gainInWords(rowsLost({ rows: work.rows }, counts)),
    ...oneSided(counts.rows, work.rows, 'the archive'),
    keptInWords(work.kept),
    ...about.redis,
    stopsWhat(work.stopped, look.services.manageable().why),
  ];
}

function redisStays({ redis }: BackupsReader): readonly string[] {
  return 'absent' in redis ? [] : ['Redis stays as it is; `--with-redis` brings back what it held too'];
}

function proven({ kind, level, notApplicable }: Verification): string {
  // What was written since is counted from this time, so people must know how little stands behind it.
  if (kind === 'legacy')
    return `*legacy*: gzip, tar and the end of the dump are sound, but there are no hashes to compare, and its time is only that of its manifest, name or file`;
  return `verified to level ${level}${notApplicable.length > 0 ? ` (${notApplicable.join('; ')})` : ''}`;
}

/** What is stopped around a swap, or that nothing can be and what happens instead. */
export function stopsWhat(names: readonly string[], why: string | undefined): string {
  if (names.length > 0) return `stops ${list(names.map((name) => foreign(name, 80)))} around the swap`;
  return `nothing is stopped${why === undefined ? '' : ` (${foreign(why)})`}: the swap ends all sessions, and who reconnects meets the restored data`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
