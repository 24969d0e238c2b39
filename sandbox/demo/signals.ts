import type { Control } from './run.ts';

// npm passes Ctrl-C on to us although the terminal has sent it already, so the same key press may come twice.
const SAME_PRESS_MS = 700;

/**
 * The first Ctrl-C (or SIGTERM, or an error that nobody caught) ends everything in order, the second one at once.
 * An error while everything ends is shown, but it is not a second Ctrl-C.
 */
export function endOnSignals(control: Control, say: (line: string) => void): void {
  let firstAt: number | undefined;
  const end = (code: number): void => {
    if (firstAt !== undefined) {
      if (Date.now() - firstAt < SAME_PRESS_MS) return;
      control.kill();
      process.exit(130);
    }
    firstAt = Date.now();
    say('Stopping …');
    void control.stop().finally(() => process.exit(code));
  };
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, () => end(0));
  process.on('uncaughtException', (problem) => {
    // Whoever read our output has gone; that is no reason to stop.
    if ('code' in problem && problem.code === 'EPIPE') return;
    process.stderr.write(`${problem.stack}\n`);
    if (firstAt === undefined) end(1);
  });
}
