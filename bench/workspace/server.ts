import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';

const root = fileURLToPath(new URL('../..', import.meta.url));

const Line = z.object({
  url: z.string(),
  tokens: z.object({ bot: z.string() }),
  people: z.array(z.object({ token: z.string() })),
});

const Answer = z.object({ ok: z.boolean(), error: z.string().optional(), ts: z.string().default('') });

/** A local Slack in a process of its own, with one channel in which everybody is. */
export interface BenchWorkspace {
  readonly url: string;
  readonly channel: string;
  readonly tokens: { readonly bot: string };
  /** The tokens of the people. */
  readonly people: readonly string[];
  /** A call of the Web API; throws when it is refused. */
  call(method: string, token: string, given: Readonly<Record<string, string>>): Promise<z.infer<typeof Answer>>;
  /** What the process holds in memory, VmRSS. */
  megabytes(): number;
  stop(): Promise<void>;
}

/** Starts the workspace by its own command, with so many people. */
export async function startServer(people: number): Promise<BenchWorkspace> {
  const folder = await mkdtemp(join(tmpdir(), 'workspace-bench-'));
  await writeFile(join(folder, 'manifest.yml'), manifest);
  await writeFile(join(folder, 'setup.yml'), setupOf(people));
  const args = ['--manifest', join(folder, 'manifest.yml'), '--setup', join(folder, 'setup.yml'), '--folder', join(folder, 'state')];
  const child = spawn(process.execPath, ['--import', 'tsx', 'sandbox/slack/main.ts', ...args, '--port', '0', '--limits', 'off', '--json'], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [chunk] = z.tuple([z.instanceof(Buffer)]).parse(await once(child.stdout, 'data'));
  const line = Line.parse(JSON.parse(chunk.toString()));
  return {
    url: line.url,
    channel,
    tokens: line.tokens,
    people: line.people.map(({ token }) => token),
    async call(method, token, given) {
      const init = { method: 'POST', headers: { authorization: `Bearer ${token}` }, body: new URLSearchParams(given) };
      const answer = Answer.parse(await (await fetch(`${line.url}/api/${method}`, init)).json());
      if (!answer.ok) throw new Error(`${method}: ${answer.error ?? ''}`);
      return answer;
    },
    megabytes: () => Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1000,
    async stop() {
      child.kill('SIGTERM');
      await once(child, 'exit');
      await rm(folder, { recursive: true, force: true });
    },
  };
}

const channel = 'C0BUSY00001';

const manifest = `
display_information: { name: Busy }
features: { bot_user: { display_name: busy } }
oauth_config: { scopes: { bot: [chat:write, channels:history, reactions:read] } }
settings: { event_subscriptions: { bot_events: [reaction_added] }, socket_mode_enabled: true }
`;

function setupOf(many: number): string {
  const people = Array.from({ length: many }, (_, number) => ({ id: `U0PERSON${String(number).padStart(3, '0')}`, name: `p${number}` }));
  return `
people:
${people.map(({ id, name }) => `  - { id: ${id}, name: ${name}, realName: Person ${name}, color: 2f6fb0 }`).join('\n')}
channels:
  - { id: ${channel}, name: busy, topic: Everybody at once, members: [app, ${people.map(({ name }) => name).join(', ')}] }
groups: []
`;
}
