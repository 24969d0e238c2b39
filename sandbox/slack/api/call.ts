import { SlackError } from '../errors.ts';
import { app } from '../identity.ts';
import type { World } from '../world.ts';
import type { Caller, Method, RawArguments, Reply } from './method.ts';
import { methods } from './registry.ts';

/** The answer of the Web API with the headers that clients read. */
export interface ApiAnswer {
  readonly body: Reply;
  readonly headers: Readonly<Record<string, string>>;
}

/** Calls a method as the owner of the token. What goes wrong is an answer, never a throw, unless the workspace itself is broken. */
export async function callApi(world: World, name: string, token: string | undefined, raw: RawArguments): Promise<ApiAnswer> {
  try {
    const method = methods.get(name);
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    const caller: Caller = name === 'api.test' ? { kind: 'bot', userId: app.userId } : callerOf(world, token);
    checkRights(world, method, caller);
    return { body: { ok: true, ...(await method.call(world, caller, raw)) }, headers: scopeHeaders(world, method, caller) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { body: { ok: false, error: error.error, ...error.details }, headers: {} };
  }
}

/** Who owns the token. Throws `not_authed` or `invalid_auth`. */
export function callerOf({ secrets }: World, token: string | undefined): Caller {
  if (token === undefined || token === '') throw new SlackError('not_authed');
  if (token === secrets.bot) return { kind: 'bot', userId: app.userId };
  if (token === secrets.app) return { kind: 'app', userId: '' };
  const person = Object.entries(secrets.people).find(([, own]) => own === token);
  if (!person) throw new SlackError('invalid_auth');
  return { kind: 'user', userId: person[0] };
}

function checkRights({ manifest }: World, method: Method, caller: Caller): void {
  if (!method.tokens.includes(caller.kind)) throw new SlackError('not_allowed_token_type');
  if (caller.kind !== 'bot' || method.scope === undefined || manifest.scopes.includes(method.scope)) return;
  throw new SlackError('missing_scope', { needed: method.scope, provided: manifest.scopes.join(',') });
}

function scopeHeaders({ manifest }: World, { scope }: Method, { kind }: Caller): Record<string, string> {
  const own = { bot: manifest.scopes.join(','), app: 'connections:write', user: 'client' };
  return { 'x-oauth-scopes': own[kind], ...(scope === undefined ? {} : { 'x-accepted-oauth-scopes': scope }) };
}
