import type { Answer, Refusal } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import type { EntryKind } from '../core/entry.ts';
import { kindTitles } from '../core/incident.ts';
import type { Incident, IncidentKind } from '../core/incident.ts';
import { append } from '../store/log.ts';
import {
  changeIncident,
  headlineOf,
  incidentById,
  incidentByKey,
  incidentOfThread,
  insertIncident,
  openIncidents,
} from '../store/incidents.ts';
import type { IncidentChange } from '../store/incidents.ts';
import { wantMessage } from '../store/messages.ts';
import type { Tx } from '../store/store.ts';
import type { Deps } from './deps.ts';
import { refusalToLook } from './looking.ts';
import { request } from './request.ts';

/** Declares an emergency: a headline, what was changed lately, and the checklist of its kind in its thread. */
export async function openIncident(
  deps: Deps,
  about: { readonly environment: string; readonly kind: IncidentKind; readonly title: string },
  caller: Caller,
): Promise<Answer> {
  const place = deps.settings.environments.find(({ name }) => name === about.environment);
  const channel = place?.incidents ?? place?.channel ?? caller.place.channel;
  const opened = await deps.store.transaction(async (tx): Promise<Incident | Refusal> => {
    const does = `declare an incident in ${about.environment}`;
    const refusal = await refusalToLook(tx, deps, { by: caller.by, environment: about.environment, does });
    if (refusal) return refusal;
    const incident = await insertIncident(tx, { ...about, key: caller.key, channel, by: caller.by });
    if (!incident) return (await incidentByKey(tx, caller.key)) ?? lost();
    const { id, environment } = incident;
    await append(tx, { kind: 'incident opened', environment, by: caller.by, body: { incident: id, kind: about.kind, title: about.title } });
    await wantMessage(tx, { key: `incident-${id}`, subject: 'incident', subjectId: id, view: 'incident', channel });
    const headline = await headlineOf(tx, id);
    if (headline !== undefined)
      await wantMessage(tx, {
        key: `incident-${id}-before`,
        subject: 'incident',
        subjectId: id,
        view: 'before',
        channel,
        parentId: headline,
      });
    return incident;
  }, 'somebody waits');
  if ('is' in opened) return opened;
  await runChecklist(deps, opened, caller);
  const text = `🔥 INC-${opened.id} is open in <#${opened.channel}>: ${kindTitles[opened.kind]}. Its thread has the checklist; mention me there with \`note …\`, \`incident update …\`, \`mitigated …\` or \`resolve …\`.`;
  return { is: 'told', view: 'sentence', value: { text } };
}

function lost(): never {
  throw new Error('an incident whose key is taken cannot be found');
}

/** By a key of its own, so that a repeated declaration makes up for one that was cut here. */
async function runChecklist(deps: Deps, incident: Incident, caller: Caller): Promise<void> {
  const under = await headlineOf(deps.store, incident.id);
  const wish = { subject: `emergency-${incident.kind}`, environment: incident.environment, ...(under !== undefined && { under }) };
  const said = await request(deps, wish, { ...caller, key: `${caller.key}:checklist`, place: { channel: incident.channel } });
  if (said.is === 'refused') deps.log.warn({ incident: incident.id, why: said.why }, 'the checklist of an incident was refused');
}

/** What people say in an incident, and what it changes. */
export type Saying =
  | { readonly is: 'note' | 'update'; readonly text: string }
  | { readonly is: 'lead'; readonly person: string }
  | { readonly is: 'mitigated' | 'resolved'; readonly text?: string };

const kinds: Readonly<Record<Saying['is'], EntryKind>> = {
  note: 'incident note',
  update: 'incident update',
  lead: 'incident lead',
  mitigated: 'incident mitigated',
  resolved: 'incident resolved',
};

/** In its thread the incident needs no number; elsewhere the only open one is meant. */
export function sayInIncident(deps: Deps, number: number | undefined, saying: Saying, caller: Caller): Promise<Answer> {
  return deps.store.transaction(async (tx): Promise<Answer> => {
    const meant = await meantBy(tx, number, caller);
    if ('is' in meant) return meant;
    const does = `speak in incidents of ${meant.environment}`;
    const refusal = await refusalToLook(tx, deps, { by: caller.by, environment: meant.environment, does });
    if (refusal) return refusal;
    const to = changeOf(saying, caller.by);
    const incident = to ? await changeIncident(tx, meant.id, to) : meant;
    if (!incident || (saying.is !== 'note' && meant.state === 'resolved'))
      return {
        is: 'refused',
        why: `INC-${meant.id} is resolved already. A \`note\` still goes into its timeline.`,
        next: 'incident status',
      };
    const seq = await append(tx, {
      kind: kinds[saying.is],
      key: `incident:${caller.key}`,
      environment: incident.environment,
      by: caller.by,
      body: { incident: incident.id, ...wordsOf(saying) },
    });
    const parentId = await headlineOf(tx, incident.id);
    const about = { subject: 'log', channel: incident.channel, ...(parentId !== undefined && { parentId }) } as const;
    if (seq !== undefined && saying.is !== 'note') await wantMessage(tx, { ...about, key: `line-${seq}`, subjectId: seq, view: 'line' });
    if (seq !== undefined && saying.is === 'resolved')
      await wantMessage(tx, { ...about, key: `timeline-${incident.id}`, subject: 'incident', subjectId: incident.id, view: 'timeline' });
    return { is: 'told', view: 'sentence', value: { text: answerTo(saying, incident) } };
  }, 'somebody waits');
}

async function meantBy(tx: Tx, number: number | undefined, { place }: Caller): Promise<Incident | Refusal> {
  if (number !== undefined)
    return (await incidentById(tx, number)) ?? { is: 'refused', why: `There is no INC-${number}.`, next: 'incident status' };
  const here = place.thread === undefined ? undefined : await incidentOfThread(tx, place.channel, place.thread);
  if (here) return here;
  const open = await openIncidents(tx);
  const [only] = open.length === 1 ? open : [];
  if (only) return only;
  const why =
    open.length === 0 ? 'No incident is open.' : `Which one? Add \`--incident\` with one of: ${open.map(({ id }) => id).join(', ')}.`;
  return { is: 'refused', why, next: open.length === 0 ? 'help incident' : 'incident status' };
}

function changeOf(saying: Saying, by: string): IncidentChange | undefined {
  if (saying.is === 'note') return undefined;
  if (saying.is === 'lead') return { lead: saying.person, by };
  if (saying.is === 'update') return { news: saying.text, by };
  const said = saying.text === undefined ? {} : { news: saying.text };
  return { ...said, state: saying.is, by, ...(saying.is === 'resolved' && saying.text !== undefined && { outcome: saying.text }) };
}

function wordsOf(saying: Saying): Readonly<Record<string, unknown>> {
  if (saying.is === 'lead') return { lead: saying.person };
  return saying.text === undefined ? {} : { text: saying.text };
}

function answerTo(saying: Saying, { id }: Incident): string {
  if (saying.is === 'note') return `📌 Noted in the timeline of INC-${id}.`;
  if (saying.is === 'lead') return `<@${saying.person}> leads INC-${id}.`;
  if (saying.is === 'update') return `The headline of INC-${id} says so now.`;
  return saying.is === 'mitigated'
    ? `INC-${id} is mitigated; \`resolve\` ends it.`
    : `INC-${id} is resolved; its timeline is in the thread.`;
}

/** The open ones, or the one whose thread this is. */
export async function incidentStatus(deps: Deps, environment: string | undefined, { place }: Caller): Promise<Answer> {
  const here = place.thread === undefined ? undefined : await incidentOfThread(deps.store, place.channel, place.thread);
  const incidents = here ? [here] : await openIncidents(deps.store, environment);
  return { is: 'told', view: 'incidents', value: { incidents } };
}
