import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { FolderTaken } from './demo/claim.ts';
import { Absent } from '../src/core/errors.ts';
import { BotDied } from './demo/bot.ts';
import { FolderUnusable } from './demo/folder.ts';
import { parseOptions, WrongOptions, type DemoOptions } from './demo/options.ts';
import { PortUnusable, runDemo, type Demo } from './demo/run.ts';
import { endOnSignals } from './demo/signals.ts';
import { seeToClientTools } from './demo/tools.ts';
import { NoEngine, ProjectTaken } from './platform/docker/errors.ts';
import { describeForPeople, describeForScripts } from './demo/words.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  await main(parseOptions(process.argv.slice(2)));
} catch (problem) {
  console.error(explain(problem));
  process.exit(problem instanceof WrongOptions ? 2 : 1);
}

async function main(options: DemoOptions): Promise<void> {
  const say = options.json ? console.error : console.log;
  // Absolute, as the servers run in another folder than we do.
  const folder = resolve(options.folder ?? join(root, options.docker ? '.bigshot-docker' : '.bigshot'));
  const control = await runDemo(options, folder, { root, environment: process.env, say });
  endOnSignals(control, say);
  say('Starting PostgreSQL, the platform, the local Slack and the bot …');
  const demo = await control.started;
  console.log(options.json ? describeForScripts(demo.parts, demo.botRedisUrl) : describeForPeople(demo.parts, folder));
  // What takes longer than a person wants to wait comes once the page is up.
  void addExtras(demo, (line) => control.isStopping() || say(line));
  const words = await demo.bot.died;
  await control.stop();
  throw new BotDied(words);
}

async function addExtras({ parts }: Demo, say: (line: string) => void): Promise<void> {
  try {
    // In containers the tools of the database's own are used.
    if (!parts.platform.engine) await seeToClientTools(say);
    for (const extra of await parts.platform.makeExtras()) if (extra.is === 'skipped') say(`Skipped: ${extra.why}`);
  } catch (problem) {
    say(`The platform's older backups could not be made: ${String(problem)}`);
  }
}

function explain(problem: unknown): string {
  const isPlain = [WrongOptions, FolderUnusable, FolderTaken, PortUnusable, BotDied, NoEngine, ProjectTaken, Absent].some(
    (kind) => problem instanceof kind,
  );
  if (isPlain && problem instanceof Error) return problem.message;
  return problem instanceof Error ? `The demo could not start: ${problem.message}\n${causeOf(problem)}` : String(problem);
}

function causeOf({ cause }: Error): string {
  return cause instanceof Error ? `because: ${cause.message}` : '';
}
