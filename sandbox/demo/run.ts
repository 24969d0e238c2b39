import { join } from 'node:path';
import { hasCode } from '../stores/errors.ts';
import { whyUnusable } from '../stores/ports.ts';
import { startBot, type Bot } from './bot.ts';
import { bundleBot } from './bundle.ts';
import { claimFolder, type Claim } from './claim.ts';
import { botEnvironment, writeConfiguration } from './configuration.ts';
import { createEndings, type Endings } from './endings.ts';
import { openFolder } from './folder.ts';
import { clearFolder } from './fresh.ts';
import type { DemoOptions } from './options.ts';
import { startParts, type Parts, type Site } from './parts.ts';

/** What the demo needs from the outside. */
export interface Around {
  /** Of the project: where the bot and its manifest are. */
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** For people, while it starts and runs. */
  say(line: string): void;
}

/** The demo, with everything running. */
export interface Demo {
  readonly parts: Parts;
  readonly bot: Bot;
  readonly botRedisUrl: string | undefined;
}

/** What the caller may do from the first moment on, also while the demo is still starting. */
export interface Control {
  /** Ends everything in order. */
  stop(): Promise<void>;
  /** Ends everything at once. */
  kill(): void;
  isStopping(): boolean;
  /** Never settles when it was stopped before. */
  readonly started: Promise<Demo>;
}

/** The page cannot have its port; the message says why and names another one. */
export class PortUnusable extends Error {}

/**
 * Claims the folder and starts everything. When something fails, what runs already is ended, then `started` rejects.
 * @throws FolderUnusable when the data cannot be kept there, FolderTaken when another demo runs in the folder.
 */
export async function runDemo(options: DemoOptions, folder: string, around: Around): Promise<Control> {
  await openFolder(folder);
  const claim = await claimFolder(folder);
  if (claim.ended.length > 0) around.say(`Ended what a killed demo had left behind: ${claim.ended.join(', ')}.`);
  const endings = createEndings();
  const stopping = new AbortController();
  const { signal } = stopping;
  const attempt = start(options, siteOf(options, { folder, around, claim, endings, signal }), around);
  // What is being started at this moment ends too: the attempt is cut and waited for, and what it brings is ended as it comes.
  const stop = async (): Promise<void> => {
    stopping.abort();
    await endings.stop();
    await attempt.catch(() => undefined);
    await endings.stop();
    claim.release();
  };
  const started = attempt.then(
    (demo) => (signal.aborted ? never() : demo),
    async (problem: unknown) => {
      // Whoever stopped it knows that it did not start.
      if (signal.aborted) return never();
      await stop();
      throw problem;
    },
  );
  return { started, stop, kill: () => claim.killAll(), isStopping: () => signal.aborted };
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

interface Ground {
  readonly folder: string;
  readonly around: Around;
  readonly claim: Claim;
  readonly endings: Endings;
  readonly signal: AbortSignal;
}

function siteOf({ verbose }: DemoOptions, { folder, around, claim, endings, signal }: Ground): Site {
  const since = Date.now();
  const onStep = (step: string): void => {
    if (verbose) around.say(`${String(Date.now() - since).padStart(6)} ms  ${step}`);
  };
  const onClosed = (): void => around.say("The platform's database takes no connections: a swap was cut, and the bot opens it again.");
  return {
    folder,
    manifest: join(around.root, 'manifest.yml'),
    signal,
    claim,
    onStarted: endings.add,
    say: (line) => around.say(line),
    onClosed,
    onStep,
  };
}

async function start(options: DemoOptions, site: Site, around: Around): Promise<Demo> {
  const { folder } = site;
  const unusable = options.port === 0 ? undefined : await whyUnusable(options.port);
  if (unusable) throw portUnusable(options.port, unusable);
  if (options.fresh) await clearFolder(folder);
  const program = options.bot === undefined ? bundleBot(around.root) : Promise.resolve([options.bot]);
  const parts = await startParts(options, site).catch((problem: unknown) => {
    throw hasCode(problem, 'EADDRINUSE') ? portUnusable(options.port, 'taken') : problem;
  });
  site.signal.throwIfAborted();
  const configuration = await writeConfiguration(folder, parts);
  const starting = startBot({
    program: await program,
    cwd: around.root,
    environment: botEnvironment(around.environment, parts, configuration),
    log: join(folder, 'bot.log'),
    onSpawn: (pid, end) => {
      site.claim.add('bot', pid);
      site.onStarted({ rank: 'bot', end });
    },
  });
  const filled = parts.platform.filled.then(() => site.onStep('data of the platform'));
  const [bot] = await Promise.all([starting.then((one) => (site.onStep('bot'), one)), filled]);
  return { parts, bot, botRedisUrl: around.environment['BIGSHOT_REDIS_URL'] };
}

function portUnusable(port: number, why: 'taken' | 'forbidden'): PortUnusable {
  const problem = why === 'taken' ? `Port ${port} is taken.` : 'Only root may use ports below 1024.';
  const next = port >= 1024 && port < 65_535 ? port + 1 : 3100;
  return new PortUnusable(`${problem} Choose another one: npm run demo -- --port ${next}`);
}
