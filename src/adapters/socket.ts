import { setTimeout as sleep } from 'node:timers/promises';
import { SocketModeReceiver } from '@slack/bolt';
import type { App, Logger as BoltLogger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';
import { z } from 'zod';
import { createAtWork } from '../lib/at-work.ts';
import type { AtWork } from '../lib/at-work.ts';
import { within } from '../lib/within.ts';

const startLimitMs = 10_000;
const longestPauseMs = 5000;
/** What Slack waits for an ack: whatever is not acked by then is lost anyway. */
const ackLimitMs = 3000;

interface Options {
  readonly appToken: string;
  readonly apiUrl?: string;
  readonly log: Logger;
  /** Called whenever the number of open connections changes. */
  readonly onCount: (open: number) => void;
}

/**
 * Two Socket Mode connections on one app, so that Slack may recycle one and nothing is lost.
 * Reconnecting is ours: the client's own waits seconds, and its rejection would end the process.
 * An ack counts only over the connection that brought its envelope, so none is closed while a listener is at work.
 */
export function keepConnected(app: App, options: Options): { stop(): Promise<void> } {
  let open = 0;
  const count = (change: 1 | -1) => {
    open += change;
    options.onCount(open);
  };
  const work = createAtWork();
  app.use(({ next }) => work.during(next()));
  const stop = new AbortController();
  const link = { work, stopping: stop.signal };
  const connections = [connection(app, options, count, link), connection(app, options, count, link)];
  return {
    async stop() {
      stop.abort();
      await work.idle(ackLimitMs);
      await Promise.all(connections.map((one) => one.stop()));
    },
  };
}

/** What all connections share: the listeners at work, and whether new work is still taken. */
interface Link {
  readonly work: AtWork;
  readonly stopping: AbortSignal;
}

function connection(app: App, { appToken, apiUrl, log }: Options, count: (change: 1 | -1) => void, link: Link): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => {};
  const run = async () => {
    for (let failures = 0; !stopped;) {
      const receiver = createReceiver(app, appToken, apiUrl, log);
      sift(receiver.client, link, log);
      const lost = new Promise<void>((resolve) => {
        receiver.client.on('disconnected', () => resolve());
        wake = resolve;
      });
      try {
        await within(startLimitMs, receiver.start(), () => new Error(`no hello from Slack within ${startLimitMs / 1000} s`));
        failures = 0;
        count(1);
        await lost;
        count(-1);
      } catch (err) {
        failures += 1;
        log.warn({ err, failures }, 'Slack could not be connected');
      }
      await receiver.stop().catch((err: unknown) => log.debug({ err }, 'closing a Slack connection'));
      if (!stopped && failures > 0) await sleep(Math.min(longestPauseMs, 250 * 2 ** failures), undefined, { ref: false });
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await Promise.race([running, sleep(2000, undefined, { ref: false })]);
    },
  };
}

function createReceiver(app: App, appToken: string, apiUrl: string | undefined, log: Logger): SocketModeReceiver {
  const receiver = new SocketModeReceiver({
    appToken,
    logger: boltLogger(log),
    autoReconnectEnabled: false,
    clientPingTimeout: 3000,
    installerOptions: {
      clientOptions: { ...(apiUrl === undefined ? {} : { slackApiUrl: apiUrl }), retryConfig: { retries: 0 }, timeout: 5000 },
    },
  });
  receiver.init(app);
  return receiver;
}

/**
 * What the client must not take as it comes. On Slack's `disconnect` it closes at once, and an ack that is still on its way cannot be
 * sent any more; Slack itself closes only seconds later, so that frame is held back until nothing is at work. When we stop, what arrives
 * is left unacked: Slack sends events again. And over a notice that is no event (`app_rate_limited`) the client would end the process.
 */
function sift(client: SocketModeReceiver['client'], { work, stopping }: Link, log: Logger): void {
  const receivers = client.listeners('ws_message');
  client.removeAllListeners('ws_message');
  client.on('ws_message', (...frame: readonly unknown[]) => {
    const { type, payload } = readFrame(frame[0]);
    if (stopping.aborted && type !== 'hello') return;
    if (type === 'events_api' && payload?.event === undefined) {
      log.warn({ notice: payload?.type }, 'Slack sends a notice that is no event');
      return;
    }
    const receive = () => receivers.forEach((receiver) => receiver(...frame));
    if (type === 'disconnect') void work.idle(ackLimitMs).then(receive);
    else receive();
  });
}

const Frame = z.object({
  type: z.string(),
  payload: z.object({ type: z.string().optional(), event: z.object({ type: z.string() }).optional().catch(undefined) }).optional(),
});

function readFrame(frame: unknown): Partial<z.infer<typeof Frame>> {
  try {
    return Frame.safeParse(JSON.parse(String(frame))).data ?? {};
  } catch {
    return {}; // the client says what it thinks of it
  }
}

/** Slack's packages log whole payloads at debug, with bearer addresses in them: never shown. */
export function boltLogger(log: Logger): BoltLogger {
  const say =
    (level: 'debug' | 'info' | 'warn') =>
    (...parts: unknown[]) =>
      log[level](
        { from: 'slack' },
        parts
          .map((part) => (part instanceof Error ? part.message : String(part)))
          .join(' ')
          .slice(0, 500),
      );
  return {
    debug: () => {},
    info: say('debug'),
    warn: say('info'),
    error: say('warn'),
    setLevel: () => {},
    getLevel: () => LogLevel.WARN,
    setName: () => {},
  };
}
