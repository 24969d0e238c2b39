import type { KnownBlock } from '@slack/types';
import type { Entry } from '../core/entry.ts';
import { kindTitles } from '../core/incident.ts';
import type { Incident } from '../core/incident.ts';
import type { Picture } from '../ports/messenger.ts';
import { cut, escape, foreign } from '../lib/foreign.ts';
import { duration, plural } from '../lib/words.ts';
import type { IncidentPicture } from '../services/picture.ts';
import { actions, context, fit, lineButton, section, sections, spokenLength } from './blocks.ts';
import { clock, moment, who } from './marks.ts';

const marks: Readonly<Record<Incident['state'], string>> = { investigating: '🔥', mitigated: '🧯', resolved: '✅' };

/** The headline, kept as things stand. */
export function incidentCard({ incident }: IncidentPicture): Picture {
  const { id, kind, title, state, lead, openedBy, openedAt, news, environment } = incident;
  const head = `${marks[state]} *INC-${id} · ${kindTitles[kind]} · ${environment} · ${state}*\n${foreign(title)}`;
  const latest = news === null ? [] : [section(`_Latest:_ ${foreign(news, 500)}`)];
  const ended =
    incident.resolvedAt === null
      ? ''
      : ` · resolved ${clock(incident.resolvedAt)} after ${duration(incident.resolvedAt.getTime() - openedAt.getTime())}${incident.resolvedBy === null ? '' : ` by ${who(incident.resolvedBy)}`}`;
  const small = `lead ${who(lead)} · declared ${moment(openedAt)} by ${who(openedBy)}${ended}`;
  return {
    text: cut(`INC-${id}, ${kindTitles[kind]} on ${environment}, ${state}: ${foreign(title)}`, spokenLength),
    blocks: fit([section(head), ...latest, context(small), ...buttons(incident)]),
  };
}

function buttons({ id, state }: Incident): readonly KnownBlock[] {
  if (state === 'resolved') return [];
  const hint = context(
    'in the thread, mention me: `note …` · `incident update …` · `lead @person` · `mitigated …` · `resolve …`, and every other command',
  );
  const mitigated = state === 'investigating' ? [lineButton('Mitigated', `incident mitigated --incident ${id}`)] : [];
  const end = lineButton('Resolve', `incident resolve --incident ${id}`, {
    confirm: 'The timeline is posted, and the headline says that it is over.',
  });
  return [actions([...mitigated, end]), hint];
}

/** What was changed in the day before it: the first question of everybody who comes in. */
export function changesBefore({ before, incident }: IncidentPicture): Picture {
  if (before.length === 0) {
    const text = `Nothing was changed through me on ${incident.environment} in the 24 h before.`;
    return { text, blocks: [section(text)] };
  }
  const lines = before.map(
    ({ entry, title }) => `${moment(entry.at)} · ${escape(title)} · ${textOf(entry.body['outcome'])} (run ${entry.run ?? ''})`,
  );
  const title = `*What was changed in the 24 h before* · ${before.length}`;
  return { text: `${plural(before.length, 'change')} in the 24 h before`, blocks: fit([section(title), ...sections(lines)]) };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? foreign(value, 100) : '';
}

/** The whole story, when it is over. */
export function timeline({ incident, entries, titles }: IncidentPicture): Picture {
  const lines = entries.map((entry) => `${clock(entry.at)} · ${lineOf(entry, titles)}`);
  const took = incident.resolvedAt === null ? '' : `, ${duration(incident.resolvedAt.getTime() - incident.openedAt.getTime())}`;
  return {
    text: `Timeline of INC-${incident.id}: ${plural(entries.length, 'entry', 'entries')}${took}`,
    blocks: fit([section(`*Timeline of INC-${incident.id}* · ${moment(incident.openedAt)}${took}`), ...sections(lines)], {
      rest: 'log --since yesterday',
    }),
  };
}

const verbs: Readonly<Record<string, string>> = {
  'incident opened': 'declared it',
  'incident note': 'noted',
  'incident update': 'said how things stand',
  'incident lead': 'gave the lead',
  'incident mitigated': 'called it mitigated',
  'incident resolved': 'called it resolved',
  asked: 'asked for',
  voted: 'voted on',
  denied: 'ended by a denial:',
  started: 'began',
  ended: 'ended',
  interrupted: 'was interrupted:',
};

function lineOf({ kind, by, run, body }: Entry, titles: Readonly<Record<number, string>>): string {
  const verb = verbs[kind] ?? kind;
  const person = by === null ? '' : `${who(by)} `;
  const what = run === null ? '' : ` ${escape(titles[run] ?? 'run')} (run ${run})`;
  const said = [body['text'], body['title'], body['outcome'], body['why']].find((one) => typeof one === 'string');
  const lead = typeof body['lead'] === 'string' ? ` to ${who(body['lead'])}` : '';
  return run !== null && by === null
    ? `${escape(titles[run] ?? 'run')} (run ${run}) ${verb}${typeof said === 'string' ? `: ${foreign(said, 300)}` : ''}`
    : `${person}${verb}${what}${lead}${typeof said === 'string' ? `: ${foreign(said, 300)}` : ''}`;
}

export function incidentsPicture({ incidents }: { readonly incidents: readonly Incident[] }): Picture {
  if (incidents.length === 0) return { text: 'No incident is open. `incident "what happened"` declares one.' };
  const lines = incidents.map(
    ({ id, kind, title, state, lead, environment, openedAt, news }) =>
      `${marks[state]} *INC-${id}* · ${kindTitles[kind]} · ${environment} · ${state} · ${foreign(title)}\n        lead ${who(lead)}, since ${moment(openedAt)}${news === null ? '' : `: ${foreign(news, 500)}`}`,
  );
  return { text: plural(incidents.length, 'incident'), blocks: fit(sections(lines)) };
}
