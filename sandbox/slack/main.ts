import { parseOptions, WrongOptions, type CommandLine } from './options.ts';
import { describeForPeople, describeForScripts } from './words.ts';
import { startWorkspace, type Workspace } from './workspace.ts';

try {
  await main(process.argv.slice(2));
} catch (problem) {
  process.stderr.write(`${problem instanceof Error ? problem.message : String(problem)}\n`);
  process.exit(problem instanceof WrongOptions ? 2 : 1);
}

async function main(args: readonly string[]): Promise<void> {
  const options = parseOptions(args);
  const workspace = await start(options);
  endOnSignals(workspace);
  // Whoever read our output has gone; that is no reason to stop.
  process.stdout.on('error', () => undefined);
  const words = options.json ? describeForScripts(workspace) : describeForPeople(workspace, options.workspace);
  process.stdout.write(`${words}\n`);
}

async function start({ workspace }: CommandLine): Promise<Workspace> {
  try {
    return await startWorkspace(workspace);
  } catch (cause) {
    const words = explain(cause, workspace);
    throw words === undefined ? cause : new Error(words, { cause });
  }
}

/** What the system says of a port or an address, in words and with what to do about it. */
function explain(problem: unknown, { port, host }: CommandLine['workspace']): string | undefined {
  const code = problem instanceof Error && 'code' in problem ? problem.code : undefined;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} is taken. Choose another one: --port ${port < 65_535 ? port + 1 : 3100}`;
    case 'EACCES':
      return port > 0 && port < 1024 ? `Only root may use port ${port}. Choose another one: --port 3100` : undefined;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
      return `--host ${host} is no address of this machine.`;
    default:
      return undefined;
  }
}

// npm passes Ctrl-C on to us although the terminal has sent it already, so the same key press may come twice.
const SAME_PRESS_MS = 700;

/** The first signal ends everything in order, the second one at once. */
function endOnSignals(workspace: Workspace): void {
  const signals: number[] = [];
  const end = (): void => {
    const [first] = signals;
    signals.push(Date.now());
    if (first === undefined) void workspace.close().finally(() => process.exit(0));
    else if (Date.now() - first > SAME_PRESS_MS) process.exit(130);
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, end);
}
