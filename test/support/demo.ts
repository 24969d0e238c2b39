import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

const DemoLine = z.object({
  slack: z.object({
    url: z.string(),
    apiUrl: z.string(),
    tokens: z.object({ control: z.string() }),
    channels: z.array(z.object({ id: z.string(), name: z.string() })),
    people: z.array(z.object({ id: z.string(), name: z.string(), role: z.enum(['requester', 'approver', 'guest']), token: z.string() })),
  }),
  platform: z.object({ apiUrl: z.string(), databaseUrl: z.string(), redisUrl: z.string().nullable(), folder: z.string() }),
  bot: z.object({ databaseUrl: z.string(), redisUrl: z.string().nullable() }),
});
export type DemoLine = z.infer<typeof DemoLine>;

export interface RunningDemo {
  readonly line: DemoLine;
  /** Time from the spawn to the line, in ms. */
  readonly readyMs: number;
  /** Ctrl-C; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts the demo as a user does, and waits for its one line of JSON. */
export async function startDemo(args: readonly string[]): Promise<RunningDemo> {
  const begun = performance.now();
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/demo.ts', '--json', ...args], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  child.stderr.on('data', (chunk: Buffer) => {
    told += chunk.toString();
  });
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const line = await new Promise<string>((resolve, reject) => {
    let text = '';
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes('\n')) resolve(text.slice(0, text.indexOf('\n')));
    });
    void gone.then(() => reject(new Error(`the demo ended at its start:\n${told}`)));
  });
  return {
    line: DemoLine.parse(JSON.parse(line)),
    readyMs: performance.now() - begun,
    async stop() {
      child.kill('SIGINT');
      await gone;
    },
  };
}
