import type { ActionsBlock, KnownBlock } from '@slack/types';
import type { OpenStep } from '../core/step.ts';
import type { Picture } from '../ports/messenger.ts';
import { escape, foreign } from '../lib/foreign.ts';
import { ago, list, plural } from '../lib/words.ts';
import type { EntryPicture, RunPicture } from '../services/picture.ts';
import { actions, environmentButton, fit, lineButton, section, sections } from './blocks.ts';
import { stepForm } from './step-form.ts';
import { moment, who } from './marks.ts';

/** What people do by hand, under what the checks have found: a button beside each that is open, and what was said of the others. */
export function stepBlocks({ steps, offers, run, now }: RunPicture): readonly KnownBlock[] {
  if (run.state !== 'ended') return [];
  const own = steps.filter((step) => step.run === run.id);
  const open = own.filter(({ state }) => state === 'open');
  const closed = own.filter(({ state }) => state !== 'open');
  const work = workBlocks(run.environment, offers);
  if (own.length === 0) return work;
  const title = open.length === 0 ? `*By hand:* all ${own.length} settled` : `*By hand:* ${open.length} of ${own.length} left`;
  const lines = open.map((step, place) => section(openLine(step, now), lineButton('Done', `step done ${step.id}`, { place: 100 + place })));
  const form = open[0] ? [formButton(run.environment, open[0])] : [];
  return [...work, section(title), ...lines, ...form, ...sections(closed.map(closedLine))];
}

/** What belongs to the list as buttons; what its schedule has asked for already needs none. */
function workBlocks(environment: string, offers: RunPicture['offers']): readonly KnownBlock[] {
  const asked = offers.flatMap(({ label, asked: run }) => (run === undefined ? [] : [`${label} (run ${run})`]));
  const buttons = offers.filter(({ asked: run }) => run === undefined).map((offer) => environmentButton(environment, offer));
  return [...(asked.length === 0 ? [] : [section(`*By itself:* ${list(asked)}`)]), ...(buttons.length === 0 ? [] : [actions(buttons)])];
}

/** What is more than a tick: a note, a reason, an owner, a day. */
export function formButton(environment: string, { id }: Pick<OpenStep, 'id'>, isOnly = true): ActionsBlock {
  const text = { type: 'plain_text', text: `Note, leave out, give…${isOnly ? '' : ` (${environment})`}` } as const;
  return { type: 'actions', elements: [{ type: 'button', text, action_id: stepForm, value: `${environment} ${id}` }] };
}

/** "1 step by hand", for the line of a good day. */
export function stepsSpoken({ steps, run }: Pick<RunPicture, 'steps' | 'run'>): string {
  const open = steps.filter(({ state, run: of }) => state === 'open' && of === run.id).length;
  return open === 0 ? '' : ` ${plural(open, 'step')} by hand.`;
}

/** “☐ 3 · Review the users · due …, whose it is, how often it was carried over”. */
export function openLine(step: OpenStep, now: Date): string {
  const late = step.dueAt < now ? `*was due ${ago(step.dueAt, now)}*` : `due ${moment(step.dueAt)}`;
  const carried = step.carried === 0 ? '' : ` · carried over ${times(step.carried)}`;
  const owner = step.owner === null ? '' : ` · ${who(step.owner)}`;
  return `☐ ${step.id} · ${escape(step.title)} · ${late}${owner}${carried}`;
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 2 ? 'twice' : plural(count, 'time');
}

function closedLine({ id, title, state, closedBy, note }: OpenStep): string {
  const mark = state === 'done' ? '☑' : '⏭';
  const said = note === null ? '' : `: ${foreign(note, 300)}`;
  return `${mark} ${id} · ${escape(title)} · ${state}${closedBy === null ? '' : ` by ${who(closedBy)}`}${said}`;
}

/** What whoever ticked it off reads at once. */
export function stepAnswer(step: OpenStep): string {
  if (step.state !== 'open') return closedLine(step);
  const owner = step.owner === null ? 'nobody yet' : who(step.owner);
  return `☐ ${step.id} · ${escape(step.title)} · ${owner}, due ${moment(step.dueAt)}`;
}

export function stepsPicture({ steps, now }: { readonly steps: readonly OpenStep[]; readonly now: Date }): Picture {
  if (steps.length === 0) return { text: 'No step is open.' };
  const lines = steps.map((step) => `${openLine(step, now)} · ${step.environment}`);
  const forms = firstOfEach(steps);
  return {
    text: plural(steps.length, 'open step'),
    blocks: fit([
      section(`*Open steps* · ${steps.length}`),
      ...sections(lines),
      ...forms.map((step) => formButton(step.environment, step, forms.length === 1)),
    ]),
  };
}

/** One of each environment: a form is about the steps of one. */
export function firstOfEach(steps: readonly OpenStep[]): readonly OpenStep[] {
  return steps.filter(({ environment }, place) => steps.findIndex((other) => other.environment === environment) === place);
}

/** Named are the owners, whom Slack then tells. */
export function reminder({ entry: { body, environment }, now }: EntryPicture): Picture {
  const given: readonly unknown[] = Array.isArray(body['steps']) ? body['steps'] : [];
  const steps = given.filter(isReminder);
  const title = `⏰ *${plural(steps.length, 'step')} by hand ${steps.length === 1 ? 'is' : 'are'} due* · ${environment ?? ''}`;
  const [first] = steps;
  const form = first && environment !== null ? [formButton(environment, { id: first.number })] : [];
  return {
    text: `${plural(steps.length, 'step')} by hand due on ${environment ?? ''}`,
    blocks: fit([section(title), ...sections(steps.map((step) => lineOf(step, now))), ...form]),
  };
}

interface Reminder {
  readonly number: number;
  readonly title: string;
  readonly owner: string | null;
  readonly due: string;
}

function isReminder(step: unknown): step is Reminder {
  return typeof step === 'object' && step !== null && 'number' in step && 'title' in step && 'due' in step && 'owner' in step;
}

function lineOf({ number, title, owner, due }: Reminder, now: Date): string {
  return `☐ ${number} · ${escape(title)} · ${owner === null ? 'nobody’s yet' : who(owner)} · due ${ago(new Date(due), now)}`;
}
