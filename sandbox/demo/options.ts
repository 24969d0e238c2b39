import { parseArgs } from 'node:util';

/** What was asked of `npm run demo`. */
export interface DemoOptions {
  /** One line of JSON for scripts instead of words for people. */
  readonly json: boolean;
  /** Begin again: all kept data is deleted first. */
  readonly fresh: boolean;
  /** Of the local Slack's page; 0 lets the system choose. */
  readonly port: number;
  /** False: the platform runs without a Redis, as on a machine that has none. */
  readonly redis: boolean;
  /** The platform as five containers of a compose project, instead of processes of this machine. Its data are new at each start. */
  readonly docker: boolean;
  /** Timings on stderr. */
  readonly verbose: boolean;
  /** Where all data is kept; the project's `.bigshot` by default. */
  readonly folder: string | undefined;
  /** Another program in the place of the bot, for tests of the demo itself. */
  readonly bot: string | undefined;
}

/** The options were wrong; the message names what is allowed. */
export class WrongOptions extends Error {}

const ALLOWED = 'Allowed after `--`: --json, --fresh, --port <number>, --no-redis, --docker, --folder <path>, --verbose.';

/** @throws WrongOptions */
export function parseOptions(args: readonly string[]): DemoOptions {
  const { json, fresh, port, redis, docker, verbose, folder, bot } = values(args);
  if (!/^\d{1,5}$/.test(port) || Number(port) > 65_535) {
    throw new WrongOptions(`--port wants a number from 0 to 65535, not "${port}". ${ALLOWED}`);
  }
  if (docker && !redis) throw new WrongOptions(`--docker and --no-redis do not go together: its worker needs a Redis. ${ALLOWED}`);
  return { json, fresh: fresh || docker, port: Number(port), redis, docker, verbose, folder, bot };
}

function values(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowNegative: true,
      options: {
        json: { type: 'boolean', default: false },
        fresh: { type: 'boolean', default: false },
        port: { type: 'string', default: '3100' },
        redis: { type: 'boolean', default: true },
        docker: { type: 'boolean', default: false },
        verbose: { type: 'boolean', default: false },
        folder: { type: 'string' },
        bot: { type: 'string' },
      },
    }).values;
  } catch (cause) {
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split('. ');
    throw new WrongOptions(`${problem}. ${ALLOWED}`, { cause });
  }
}
