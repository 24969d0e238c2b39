import type { Answer, RunLine } from '../core/answer.ts';
import type { Entry } from '../core/entry.ts';
import type { Picture } from '../ports/messenger.ts';
import { cut, escape, foreign } from '../lib/foreign.ts';
import { fit, lineButton, section, sections } from './blocks.ts';
import { holdsPicture } from './freeze.ts';
import { helpPicture } from './help.ts';
import { incidentsPicture } from './incident.ts';
import { marks, moment, who } from './marks.ts';
import { planLines } from './plan-lines.ts';
import { schedulesPicture } from './schedules.ts';
import { stepAnswer, stepsPicture } from './steps.ts';

/** What the person who typed sees at once. */
export function answerPicture(answer: Answer): Picture {
  switch (answer.is) {
    case 'recorded':
      return { text: escape(answer.say) };
    case 'refused':
      // What was typed is said back here, and usage lines hold angle brackets.
      return { text: escape(answer.next === undefined ? answer.why : `${answer.why} Next: \`/bigshot ${answer.next}\``) };
    case 'told':
      return told(answer);
  }
}

function told(answer: Answer & { is: 'told' }): Picture {
  switch (answer.view) {
    case 'sentence':
      return { text: answer.value.text };
    case 'help':
      return helpPicture(answer.value);
    case 'runs':
      return runsPicture(answer.value);
    case 'run':
      return runPicture(answer.value);
    case 'log':
      return logPicture(answer.value);
    case 'step':
      return { text: stepAnswer(answer.value.step) };
    case 'steps':
      return stepsPicture(answer.value);
    case 'incidents':
      return incidentsPicture(answer.value);
    case 'holds':
      return holdsPicture(answer.value);
    case 'schedules':
      return schedulesPicture(answer.value);
  }
}

function runsPicture({
  title,
  empty,
  runs,
}: {
  readonly title: string;
  readonly empty: string;
  readonly runs: readonly RunLine[];
}): Picture {
  if (runs.length === 0) return { text: empty };
  const lines = runs.map((line) => runLine(line));
  return { text: `${title}: ${runs.length}`, blocks: fit([section(`*${title}*`), ...sections(lines)]) };
}

function runLine({ run, title, votes }: RunLine): string {
  const state = run.state === 'ended' ? (run.outcome ?? 'ended') : run.held === null ? run.state : `${run.state}, ${run.held}`;
  const tally =
    votes && run.state === 'waiting' ? ` · ${votes.have} of ${votes.need} · \`approve ${run.id} ${run.digest?.slice(0, 4) ?? ''}\`` : '';
  return `*${run.id}* ${title} · ${run.environment} · ${state}${tally} · ${who(run.by)}, ${moment(run.createdAt)}${run.plan ? `\n        ${run.plan.summary}` : ''}`;
}

function runPicture({
  run,
  title,
  entries,
}: {
  readonly run: RunLine['run'];
  readonly title: string;
  readonly entries: readonly Entry[];
}): Picture {
  const head = runLine({ run, title });
  const why = run.why === null ? [] : [section(run.why)];
  const plan = run.plan ? sections(planLines(run, run.plan)) : [];
  const buttons =
    run.state === 'interrupted' ? [section('It waits for a person.', lineButton('Abandon and clean up', `abandon ${run.id}`))] : [];
  return {
    text: `Run ${run.id}: ${title}, ${run.outcome ?? run.state}`,
    blocks: fit([section(head), ...why, ...plan, ...sections(entries.map((entry) => entryLine(entry)))], {
      tail: buttons,
      rest: `log --run ${run.id}`,
    }),
  };
}

function logPicture({
  entries,
  titles,
}: {
  readonly entries: readonly Entry[];
  readonly titles: Readonly<Record<number, string>>;
}): Picture {
  if (entries.length === 0) return { text: 'Nothing was logged in that time.' };
  const lines = entries.map(
    (entry) =>
      `${entryLine(entry)}${entry.run === null ? '' : ` · run ${entry.run}${titles[entry.run] === undefined ? '' : `, ${titles[entry.run] ?? ''}`}`}`,
  );
  return {
    text: `The newest ${entries.length} rows of the log`,
    blocks: fit([section('*Log*, newest first'), ...sections(lines)]),
  };
}

function entryLine({ seq, at, kind, by, body }: Entry): string {
  return `\`${seq}\` ${moment(at)} · *${kind}*${by === null ? '' : ` by ${who(by)}`}${aboutOf(body)}`;
}

const partLength = 200;

/** Sentences that the bot made for people when it happened; foreign text in them was escaped then. */
const composed: readonly string[] = ['why', 'summary'];

/** The few fields of a row that people ask for; the rest is in the store. */
function aboutOf(body: Readonly<Record<string, unknown>>): string {
  const parts = ['subject', 'says', 'reason', 'does', 'outcome', 'why', 'text', 'summary', 'schedule'].flatMap((name) => {
    const value = body[name];
    if (typeof value !== 'string' || value === '') return [];
    return [composed.includes(name) ? cut(value, partLength).replace(/&[a-z]{0,4}…$/, '…') : foreign(value, partLength)];
  });
  const digest = typeof body['digest'] === 'string' ? [`plan ${body['digest'].slice(0, 4)}`] : [];
  const receipt =
    Array.isArray(body['receipt']) && body['receipt'].length > 0 ? [`${marks.ok} verified by ${body['receipt'].length} findings`] : [];
  const all = [...parts, ...digest, ...receipt];
  return all.length === 0 ? '' : ` · ${all.join(' · ')}`;
}
