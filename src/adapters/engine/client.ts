import type Docker from 'dockerode';
import { OpsError } from '../../core/errors.ts';
import { errorCode } from '../../lib/error-code.ts';
import { plain } from '../../lib/foreign.ts';
import { unlessAborted } from '../../lib/unless-aborted.ts';
import { duration } from '../../lib/words.ts';
import { commonVersion } from './api-version.ts';
import { limitedAgent } from './limited-agent.ts';

/** The container engine of an environment. */
export interface Engine {
  /**
   * Asks it, in a version of its API that both know. Nothing is done again by itself but a question of which the connection broke.
   * @throws an OpsError whose cause says in words why the engine could not be asked, or what it refused.
   */
  ask<Result>(doing: string, signal: AbortSignal, work: (docker: Docker, signal: AbortSignal) => Promise<Result>): Promise<Result>;
  /** As `ask`, for what changes something or takes its time: it is never done twice, and only `signal` ends it. */
  command<Result>(doing: string, signal: AbortSignal, work: (docker: Docker, signal: AbortSignal) => Promise<Result>): Promise<Result>;
}

/** How long a question may take: an engine answers in parts of a second, and taking a first sample takes it two. */
const ANSWERS_WITHIN_MS = 6000;

/** An engine at `unix:///var/run/docker.sock`, or at `http://host:port` of a proxy that lets through only what is needed. */
export function createEngine({ url, withinMs = ANSWERS_WITHIN_MS }: { readonly url: string; readonly withinMs?: number }): Engine {
  const place = new URL(url);
  const where = place.protocol === 'unix:' ? place.pathname : place.host;
  const known: { clients?: Clients } = {};
  const clients = async () => (known.clients ??= await negotiate(place, where, withinMs));
  const fail = (doing: string, signal: AbortSignal, problem: unknown, words = inWords(problem, where)): never => {
    signal.throwIfAborted();
    if (problem instanceof OpsError) throw problem;
    // It may come back as another version.
    if (errorCode(problem) !== '') delete known.clients;
    throw new OpsError('engine', doing, { cause: new Error(words) });
  };
  const ask: Engine['ask'] = async (doing, signal, work) => {
    signal.throwIfAborted();
    const limit = AbortSignal.timeout(withinMs);
    const either = AbortSignal.any([signal, limit]);
    const once = async () => work((await clients()).limited, either);
    // An answer that was cut off leaves the client waiting for ever.
    const inTime = () => unlessAborted(once(), either);
    try {
      return await inTime().catch((problem: unknown) => (isBroken(problem) && !either.aborted ? inTime() : rethrow(problem)));
    } catch (problem) {
      const silence = `the container engine at ${where} does not answer within ${duration(withinMs)}`;
      return fail(doing, signal, problem, limit.aborted ? silence : undefined);
    }
  };
  return {
    ask,
    command: async (doing, signal, work) => {
      const { whole } = await ask(doing, signal, clients);
      try {
        return await work(whole, signal);
      } catch (problem) {
        return fail(doing, signal, problem);
      }
    },
  };
}

/** What answers is read up to a limit, what streams as long as it goes. */
interface Clients {
  readonly limited: Docker;
  readonly whole: Docker;
}

async function negotiate(place: URL, where: string, withinMs: number): Promise<Clients> {
  // Loaded late: it costs a tenth of a second, and not every bot has an engine to look at.
  const { default: Client } = await import('dockerode');
  const protocol = place.protocol === 'https:' ? 'https' : 'http';
  const address =
    place.protocol === 'unix:'
      ? { socketPath: place.pathname }
      : ({ host: place.hostname, port: Number(place.port || 2375), protocol } as const);
  const limited = { ...address, agent: limitedAgent(protocol, where), timeout: withinMs };
  const { ApiVersion, MinAPIVersion } = await new Client(limited).version();
  const version = `v${commonVersion(ApiVersion, MinAPIVersion)}`;
  return { limited: new Client({ ...limited, version }), whole: new Client({ ...address, version }) };
}

function rethrow(problem: unknown): never {
  throw problem;
}

/** A connection that was kept and that the engine has closed meanwhile. */
function isBroken(problem: unknown): boolean {
  return ['EPIPE', 'ECONNRESET'].includes(errorCode(problem));
}

function inWords(problem: unknown, where: string): string {
  const code = errorCode(problem);
  if (['ENOENT', 'ECONNREFUSED', 'ENOTSOCK'].includes(code)) return `no container engine listens at ${where}`;
  if (code === 'EACCES' || code === 'EPERM') return `this user may not use the container engine at ${where}`;
  if (['ENOTFOUND', 'EAI_AGAIN'].includes(code)) return `the name of the container engine's host, ${where}, is not known`;
  if (code.startsWith('HPE_')) return `what answers at ${where} is no container engine`;
  if (isBroken(problem)) return `the container engine at ${where} closed the connection`;
  const message = problem instanceof Error ? problem.message : String(problem);
  if (/HTTP code 403/.test(message)) return `the container engine at ${where} forbids it`;
  // "(HTTP code 404) no such container - No such container: x": what the engine says stands behind the dash.
  return plain(message.replace(/^\(HTTP code \d+\) [^-]*- /, '').trim(), 300);
}
