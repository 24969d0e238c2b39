/**
 * The morning checklist against what people type for it, on the stand-in platform in containers. One run, interleaved; figures are
 * medians over the rounds. `npm run bench:checklist -- --rounds 5`
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { startCluster } from '../sandbox/stores/cluster.ts';
import { freshDatabase } from '../sandbox/stores/databases.ts';
import { removePlace } from '../sandbox/stores/place.ts';
import { LoginBody } from '../src/adapters/api/answers.ts';
import { definitions } from '../src/registry.ts';
import { openBotStore } from '../test/support/bot-store.ts';
import { openDockerPlatform } from '../test/support/docker-platform.ts';
import { ask, connect } from '../test/support/every-check.ts';
import { median, short, table } from './support/numbers.ts';
import { createStopwatch } from './support/stopwatch.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const morning = definitions.checklists.get('daily-morning')?.items.map(({ id }) => id) ?? [];

/** The morning of the maintenance guide as it is typed, with the addresses of this platform and without what does not work at all. */
const lines = [
  'curl -s "$API/api/v1/health"',
  'curl -s -H "Authorization: Bearer $TOKEN" "$API/api/v1/health/detailed"',
  'curl -s -H "Authorization: Bearer $TOKEN" "$API/api/v1/backup/status"',
  'docker-compose -p "$PROJECT" -f "$FILE" ps',
  'for s in backend celery database; do docker-compose -p "$PROJECT" -f "$FILE" logs --tail=100 $s | grep -i error; done',
  'grep -i error "$FOLDER/logs/app.log" | tail -20',
  `grep -E '" 5[0-9][0-9] ' "$FOLDER/logs/nginx/access.log" | tail -20`,
  'ls -lh "$FOLDER/backups"',
  'for f in "$FOLDER"/backups/*.tar.gz; do tar -tzf "$f" > /dev/null && echo OK; done',
  'df -h; free -h; uptime',
  'docker stats --no-stream',
  `psql "$DB" -c 'select count(*) from jobs'; psql "$DB" -c 'select * from pg_stat_activity'`,
  'redis-cli -u "$REDIS" info',
];

const folder = await mkdtemp(join(tmpdir(), 'bigshot-bench-'));
const cluster = await startCluster({ folder: join(folder, 'store'), database: 'bench' });
const [platform, bot] = await Promise.all([openDockerPlatform(), openBotStore(freshDatabase(cluster))]);
const token = await login();
const connected = connect(platform, bot.store);
const watch = createStopwatch();
const slowest: string[] = [];
try {
  for (let round = 0; round < Number(values.rounds); round += 1) await turn();
  console.log(report());
} finally {
  await connected.close();
  await bot.close();
  await platform.drop();
  await cluster.stop();
  await removePlace(join(folder, 'store'));
  await rm(folder, { recursive: true, force: true });
}

async function turn(): Promise<void> {
  const said = await watch.timed('the bot, all at once', () => ask(connected.ports, morning));
  watch.note('the slowest of its checks meanwhile', Math.max(...said.map(({ tookMs }) => tookMs)));
  let most = { ms: 0, id: '' };
  let sum = 0;
  for (const id of morning) {
    const begun = performance.now();
    await ask(connected.ports, [id]);
    const ms = performance.now() - begun;
    sum += ms;
    if (ms > most.ms) most = { ms, id };
  }
  slowest.push(most.id);
  watch.note('the slowest of its checks alone', most.ms);
  watch.note('the bot, one after the other', sum);
  await watch.timed('the lines of the guide', () => typed(lines));
  // The engine takes a second or two for a sample, and the API asks its workers for one: nobody can hurry them.
  const waits = (what: string): boolean => /stats|detailed/.test(what);
  await watch.timed('the bot, without those that others let wait', () =>
    ask(
      connected.ports,
      morning.filter((id) => !waits(id)),
    ),
  );
  await watch.timed('the lines, without those', () => typed(lines.filter((line) => !waits(line))));
}

async function typed(script: readonly string[]): Promise<void> {
  const { apiUrl, folder: place, project, compose, databaseUrl, redisUrl } = platform;
  const environment = {
    ...compose.environment,
    API: apiUrl,
    TOKEN: token,
    FOLDER: place,
    PROJECT: project,
    FILE: compose.file,
    DB: databaseUrl,
    REDIS: redisUrl,
  };
  await execa('bash', ['-c', script.join('\n')], { env: environment, reject: false, stdin: 'ignore' });
}

/** What the person at the shell has ready. */
async function login(): Promise<string> {
  const body = JSON.stringify({ username: 'admin', password: platform.adminPassword });
  const headers = { 'content-type': 'application/json' };
  const answer = await fetch(`${platform.apiUrl}/api/v1/auth/login`, { method: 'POST', headers, body });
  return LoginBody.parse(await answer.json()).data.access_token;
}

function report(): string {
  const own = watch.of('the bot, all at once');
  const rows = watch
    .all()
    .map(([what, all]) => [what, short(median(all)), short(median(all.map((ms, round) => ms / (own[round] ?? NaN))))]);
  return `${morning.length} checks; the slowest alone: ${slowest.join(', ')}\n\n${table([['way', 'ms', '× the bot'], ...rows])}`;
}
