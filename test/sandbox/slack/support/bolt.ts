import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';

/** An unchanged Bolt application that is connected to the workspace. */
export interface Connected {
  readonly app: App;
  readonly stop: () => Promise<void>;
}

/** Connects a Bolt application over as many Socket Mode connections as asked for; `listen` adds its listeners. */
export async function connectBolt({ world }: OpenWorkspace, listen: (app: App) => void, connections = 2): Promise<Connected> {
  const clientOptions = { slackApiUrl: `${world.url}/api/` };
  const receivers = Array.from({ length: connections }, () => {
    return new SocketModeReceiver({
      appToken: world.secrets.app,
      installerOptions: { clientOptions },
      logLevel: LogLevel.ERROR,
      clientPingTimeout: 1000,
    });
  });
  const [first, ...others] = receivers;
  if (!first) throw new Error('connecting Bolt: at least one connection is needed');
  const app = new App({ token: world.secrets.bot, receiver: first, clientOptions, deferInitialization: true, logLevel: LogLevel.ERROR });
  await app.init();
  others.forEach((receiver) => receiver.init(app));
  listen(app);
  await Promise.all(receivers.map(async (receiver) => receiver.start()));
  return {
    app,
    async stop() {
      await Promise.all(receivers.map(async (receiver) => receiver.stop()));
    },
  };
}

/** A value that a listener will bring. */
export interface Awaited<Value> {
  readonly arrived: Promise<Value>;
  readonly bring: (value: Value) => void;
}

export function awaited<Value>(): Awaited<Value> {
  const listeners: ((value: Value) => void)[] = [];
  const arrived = new Promise<Value>((resolve) => listeners.push(resolve));
  return { arrived, bring: (value) => listeners.forEach((listener) => listener(value)) };
}
