import { SlackError } from '../errors.ts';
import { app } from '../identity.ts';
import type { Ending } from '../traffic/traffic.ts';
import type { World } from '../world.ts';
import { faultyAnswer, isAnswerLost, late } from './call-faults.ts';
import { conversationNamed } from './lookups.ts';
import type { Caller, Method, RawArguments, Reply } from './method.ts';
import { methods } from './registry.ts';
import { requireOneOf, scopesOf } from './scopes.ts';

/** The answer of the Web API with the headers that clients read; `lost` when the connection is to be cut instead. */
export interface ApiAnswer {
  readonly is: 'answer' | 'lost';
  readonly status: number;
  readonly body: Reply;
  readonly headers: Readonly<Record<string, string>>;
  /** A fault made it so. */
  readonly faulted?: boolean;
}

/** Calls a method as the owner of the token. What goes wrong is an answer, never a throw, unless the workspace itself is broken. */
export async function callApi(world: World, name: string, token: string | undefined, raw: RawArguments): Promise<ApiAnswer> {
  const caller = ownerOf(world, token);
  const by = caller === undefined ? 'unknown' : caller.kind === 'user' ? caller.userId : caller.kind;
  const end = world.traffic.begin({ is: 'call', what: name, by, given: raw });
  try {
    const answer = await answerOf(world, name, token, raw);
    end(endingOf(answer, caller?.kind === 'user'));
    return answer;
  } catch (error) {
    end({ state: 'bad', says: 'the workspace itself failed' });
    throw error;
  }
}

async function answerOf(world: World, name: string, token: string | undefined, raw: RawArguments): Promise<ApiAnswer> {
  try {
    const method = methods.get(name);
    if (!method) throw new SlackError('unknown_method', { req_method: name });
    const caller: Caller = name === 'api.test' ? { kind: 'bot', userId: app.userId } : callerOf(world, token);
    const isApplication = caller.kind !== 'user' && name !== 'api.test';
    const instead = isApplication ? (await late(world, name), faultyAnswer(world, name) ?? overLimit(world, name, raw)) : undefined;
    if (instead) return instead;
    const body = await bodyOf(world, method, caller, raw);
    if (isApplication && body['ok'] === true && isAnswerLost(world, name))
      return { is: 'lost', status: 0, body, headers: {}, faulted: true };
    return { is: 'answer', status: 200, body, headers: scopeHeaders(world, method, caller) };
  } catch (error) {
    if (!(error instanceof SlackError)) throw error;
    return { is: 'answer', status: 200, body: refused(error), headers: {} };
  }
}

/** What the method says, also where it refuses: Slack tells of the scopes in the headers of both. */
async function bodyOf(world: World, method: Method, caller: Caller, raw: RawArguments): Promise<Reply> {
  try {
    checkRights(world, method, caller);
    return { ok: true, ...(await method.call(world, caller, raw)) };
  } catch (error) {
    if (error instanceof SlackError) return refused(error);
    throw error;
  }
}

function refused({ error, details }: SlackError): Reply {
  return { ok: false, error, ...details };
}

/** People's own mistakes, such as a reaction that is there already, say nothing about the application. */
function endingOf({ is, status, body, faulted }: ApiAnswer, isPerson: boolean): Ending {
  const error = body['ok'] === true ? undefined : String(body['error']);
  const warning = typeof body['warning'] === 'string' ? `warning ${body['warning']}` : undefined;
  const says = is === 'lost' ? 'carried out, but the answer was lost' : (error ?? warning);
  if (faulted) return { state: 'faulted', says: says ?? `answered with ${status}`, answer: body };
  return { state: says === undefined || isPerson ? 'good' : 'bad', says, answer: body };
}

function overLimit(world: World, name: string, raw: RawArguments): ApiAnswer | undefined {
  const wait = world.limits.count(name, typeof raw['channel'] === 'string' ? conversationNamed(world, raw['channel']) : undefined);
  if (wait === undefined) return undefined;
  return { is: 'answer', status: 429, body: { ok: false, error: 'ratelimited' }, headers: { 'retry-after': String(wait) } };
}

function ownerOf({ secrets, people }: World, token: string | undefined): (Caller & { readonly isGone: boolean }) | undefined {
  if (token === secrets.bot) return { kind: 'bot', userId: app.userId, isGone: false };
  if (token === secrets.app) return { kind: 'app', userId: '', isGone: false };
  const id = Object.entries(secrets.people).find(([, own]) => own === token)?.[0];
  const person = id === undefined ? undefined : people.find(id);
  return person && { kind: 'user', userId: person.id, isGone: person.kind === 'deactivated' };
}

/** Who owns the token. Throws `not_authed`, `invalid_auth`, or `account_inactive` for somebody who is deactivated. */
export function callerOf(world: World, token: string | undefined): Caller {
  if (token === undefined || token === '') throw new SlackError('not_authed');
  const owner = ownerOf(world, token);
  if (!owner) throw new SlackError('invalid_auth');
  if (owner.isGone) throw new SlackError('account_inactive');
  return { kind: owner.kind, userId: owner.userId };
}

function checkRights(world: World, method: Method, caller: Caller): void {
  if (!method.tokens.includes(caller.kind)) throw new SlackError('not_allowed_token_type');
  requireOneOf(world, caller, acceptedScopes(method));
}

/** A method whose scope depends on the conversation can be called with any of them; which one it must be is seen when the conversation is known. */
function acceptedScopes({ scope, right }: Method): readonly string[] {
  if (right !== undefined) return scopesOf(right);
  return scope === undefined ? [] : [scope];
}

function scopeHeaders({ manifest }: World, method: Method, { kind }: Caller): Record<string, string> {
  const own = { bot: manifest.scopes.join(','), app: 'connections:write', user: 'client' };
  const accepted = acceptedScopes(method).join(',');
  return { 'x-oauth-scopes': own[kind], ...(accepted === '' ? {} : { 'x-accepted-oauth-scopes': accepted }) };
}
