import type { KnownBlock } from '@slack/types';
import { escape } from '../lib/foreign.ts';
import { ago, plural } from '../lib/words.ts';
import type { OpenStep } from '../core/step.ts';
import type { Glance, HomePicture } from '../services/home.ts';
import { actions, context, divider, environmentButton, fit, lineButton, section, sections } from './blocks.ts';
import { countLine } from './counts.ts';
import { freezeLine, unfreezeButton } from './freeze.ts';
import { marks, moment } from './marks.ts';
import { firstOfEach, formButton, openLine } from './steps.ts';

/** A button here belongs to no channel, so its block says in which one its line is spoken. */
export const homeBlock = 'home';
const shownSteps = 10;
const shownFree = 5;

/** The home of somebody: each environment at a glance, then what is theirs. */
export function homeView({ environments, schedules, steps, free, notice, now }: HomePicture): readonly KnownBlock[] {
  const said = notice === undefined ? [] : [section(`💬 ${notice}`), divider()];
  if (environments.length === 0)
    return fit([...said, section('There is nothing here that you may look at. Full members of a channel with the digests may.')]);
  return fit([
    ...said,
    ...environments.flatMap((one) => [...environmentBlocks(one, now), divider()]),
    section(steps.length === 0 ? '*My steps by hand:* none' : `*My steps by hand* · ${steps.length}`),
    ...stepBlocks(steps.slice(0, shownSteps), environments, now),
    ...freeBlocks(free, environments, now),
    divider(),
    section('*What comes by itself next*'),
    ...sections(schedules.map(({ title, next }) => `${next === undefined ? '' : moment(next)} · ${title}`)),
    context(`as of ${moment(now)} · everything here can be typed, too: \`/bigshot help\``),
  ]);
}

/** What somebody has to take; the rest of a long list is where all are. */
function freeBlocks(free: readonly OpenStep[], environments: readonly Glance[], now: Date): readonly KnownBlock[] {
  if (free.length === 0) return [];
  const more = free.length > shownFree ? [context(`… and ${free.length - shownFree} more: \`/bigshot step list\``)] : [];
  const lines = free.slice(0, shownFree).map((step, place) => ({
    ...section(`${openLine(step, now)} · ${step.environment}`, lineButton('Take', `step take ${step.id}`, { place: 300 + place })),
    block_id: blockIn(channelOf(step, environments), `free-${step.id}`),
  }));
  return [section(`*Steps that nobody has taken* · ${free.length}`), ...lines, ...more];
}

function channelOf({ environment }: OpenStep, environments: readonly Glance[]): string {
  return environments.find(({ name }) => name === environment)?.channel ?? '';
}

/** A tick beside each, and a form where there is more to say; that they are one's own is said above. */
function stepBlocks(steps: readonly OpenStep[], environments: readonly Glance[], now: Date): readonly KnownBlock[] {
  const forms = firstOfEach(steps);
  return [
    ...steps.map((step, place) => ({
      ...section(
        `${openLine({ ...step, owner: null }, now)} · ${step.environment}`,
        lineButton('Done', `step done ${step.id}`, { place: 200 + place }),
      ),
      block_id: blockIn(channelOf(step, environments), `step-${step.id}`),
    })),
    ...forms.map((step) => ({
      ...formButton(step.environment, step, forms.length === 1),
      block_id: blockIn(channelOf(step, environments), `form-${step.environment}`),
    })),
  ];
}

/** A block whose id names the channel for its buttons. */
function blockIn(channel: string, what: string): string {
  return `${homeBlock}:${channel}:${what}`;
}

function environmentBlocks({ name, channel, last, waiting, locks, incidents, freezes }: Glance, now: Date): readonly KnownBlock[] {
  const state = last ? `${countLine(last.counts)}\n_${last.title}, ${ago(last.at, now)}_` : '⚪ unknown: nobody has looked yet';
  const worst = (last?.worst ?? []).map(({ status, summary }) => `${marks[status]} *${status}* ${summary}`);
  const more = [
    ...incidents.map(({ id, title, state: stands }) => `🔥 *INC-${id}* ${stands}: ${escape(title)}`),
    ...freezes.map((one) => freezeLine(one)),
    ...waiting.map(({ run, title }) => `🗳 ${title}, run ${run.id}, waits for votes in <#${run.channel ?? channel}>`),
    ...(locks.length === 0 ? [] : [`🔒 ${locks.map(({ resource, run }) => `${resource} (run ${run})`).join(', ')}`]),
  ];
  const buttons = actions([
    environmentButton(name, { label: 'Health', line: 'health' }),
    environmentButton(name, { label: 'Morning checklist', line: 'run daily-morning' }),
    ...(freezes.length === 0 ? [] : [unfreezeButton(name)]),
  ]);
  return [
    section(`*${name}* · <#${channel}>\n${state}`),
    ...sections(worst),
    ...sections(more),
    ...(more.length === 0 ? [context(`no incident, ${plural(waiting.length, 'open approval')}, no lock, no freeze`)] : []),
    { ...buttons, block_id: blockIn(channel, name) },
  ];
}
