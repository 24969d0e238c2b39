/**
 * The morning checklist against what people type for it, on the stand-in platform in containers. One run, interleaved; figures are
 * medians over the rounds. `npm run bench:checklist -- --rounds 5`
 */
import { parseArgs } from 'node:util';
import { execa } from 'execa';
import { definitions } from '../src/registry.ts';
import { openBotStore } from '../test/support/bot-store.ts';
import { openDockerPlatform } from '../test/support/docker-platform.ts';
import { askAll } from '../test/support/every-check.ts';
import { median, short, table } from './support/numbers.ts';
import { createStopwatch } from './support/stopwatch.ts';

const { values } = parseArgs({ options: { rounds: { type: 'string', default: '5' } } });
const morning = definitions.checklists.get('daily-morning')?.items.map(({ id }) => id) ?? [];
const others = (wanted: readonly string[]) => [...definitions.checks.keys()].filter((id) => !wanted.includes(id));

const [platform, bot] = await Promise.all([openDockerPlatform(), openBotStore()]);
const watch = createStopwatch();
const slowest: string[] = [];
try {
  for (let round = 0; round < Number(values.rounds); round += 1) await turn();
  console.log(report());
} finally {
  await bot.close();
  await platform.drop();
}

async function turn(): Promise<void> {
  await watch.timed('the bot, all at once', () => askAll(platform, bot.store, {}, others(morning)));
  let most = { ms: 0, id: '' };
  let sum = 0;
  for (const id of morning) {
    const begun = performance.now();
    await askAll(platform, bot.store, {}, others([id]));
    const ms = performance.now() - begun;
    sum += ms;
    if (ms > most.ms) most = { ms, id };
  }
  slowest.push(most.id);
  watch.note('the slowest of its checks alone', most.ms);
  watch.note('the bot, one after the other', sum);
  await watch.timed('the lines of the guide', typed);
}

/** The morning of the maintenance guide as it is typed, with the addresses of this platform and without what does not work at all. */
async function typed(): Promise<void> {
  const { apiUrl, folder, project, compose, databaseUrl, redisUrl } = platform;
  const environment = {
    ...compose.environment,
    API: apiUrl,
    FOLDER: folder,
    PROJECT: project,
    FILE: compose.file,
    DB: databaseUrl,
    REDIS: redisUrl,
  };
  await execa('bash', ['-c', lines.join('\n')], { env: environment, reject: false, stdin: 'ignore' });
}

const lines = [
  'curl -s "$API/api/v1/health"',
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

function report(): string {
  const own = watch.of('the bot, all at once');
  const rows = watch
    .all()
    .map(([what, all]) => [what, short(median(all)), short(median(all.map((ms, round) => ms / (own[round] ?? NaN))))]);
  return `${morning.length} checks; the slowest alone: ${slowest.join(', ')}\n\n${table([['way', 'ms', '× the bot'], ...rows])}`;
}
