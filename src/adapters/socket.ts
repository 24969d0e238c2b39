import { SocketModeReceiver } from '@slack/bolt';
import type { App, Logger as BoltLogger } from '@slack/bolt';
import { LogLevel } from '@slack/bolt';
import type { Logger } from 'pino';

const startLimitMs = 10_000;
const longestPauseMs = 5000;

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
 */
export function keepConnected(app: App, options: Options): { stop(): Promise<void> } {
  let open = 0;
  const count = (change: 1 | -1) => {
    open += change;
    options.onCount(open);
  };
  const connections = [connection(app, options, count), connection(app, options, count)];
  return {
    async stop() {
      await Promise.all(connections.map((one) => one.stop()));
    },
  };
}

function connection(app: App, { appToken, apiUrl, log }: Options, count: (change: 1 | -1) => void): { stop(): Promise<void> } {
  let stopped = false;
  let wake: () => void = () => {};
  const run = async () => {
    for (let failures = 0; !stopped;) {
      const receiver = createReceiver(app, appToken, apiUrl, log);
      const lost = new Promise<void>((resolve) => {
        receiver.client.on('disconnected', () => resolve());
        wake = resolve;
      });
      try {
        await within(startLimitMs, receiver.start());
        failures = 0;
        count(1);
        await lost;
        count(-1);
      } catch (err) {
        failures += 1;
        log.warn({ err, failures }, 'Slack could not be connected');
      }
      await receiver.stop().catch((err: unknown) => log.debug({ err }, 'closing a Slack connection'));
      if (!stopped && failures > 0) await pause(Math.min(longestPauseMs, 250 * 2 ** failures));
    }
  };
  const running = run();
  return {
    async stop() {
      stopped = true;
      wake();
      await Promise.race([running, pause(2000)]);
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

async function within<Result>(ms: number, work: Promise<Result>): Promise<Result> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no hello from Slack within ${ms / 1000} s`)), ms);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
    work.catch(() => {}); // the race was lost: its late rejection is no news
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
