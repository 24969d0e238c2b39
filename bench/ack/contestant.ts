import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Spent } from './meter.ts';

/** A process under measurement. */
export interface Contestant {
  readonly app: string;
  begin(): Promise<void>;
  end(): Promise<Spent>;
  stop(): Promise<void>;
}

/** Starts a file of this folder as a process of its own and waits until it says that it is ready. */
export async function enter(app: string, env: Readonly<Record<string, string>>): Promise<Contestant> {
  const child = fork(fileURLToPath(new URL(`./${app}.ts`, import.meta.url)), {
    execArgv: ['--import', 'tsx'],
    env: { ...process.env, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const gone = once(child, 'exit');
  const early = gone.then(() => {
    throw new Error(`${app} ended at its start`);
  });
  await Promise.race([once(child, 'message'), early]);
  early.catch(() => {}); // it ends when it is stopped
  const ask = async (what: 'begin' | 'end'): Promise<unknown> => {
    const answer = once(child, 'message');
    child.send(what);
    return (await answer)[0];
  };
  return {
    app,
    begin: async () => void (await ask('begin')),
    end: async () => Spent.parse(await ask('end')),
    async stop() {
      child.kill('SIGKILL');
      await gone;
    },
  };
}
