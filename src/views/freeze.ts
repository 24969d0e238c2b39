import type { Button } from '@slack/types';
import type { Holds } from '../core/answer.ts';
import type { Freeze } from '../core/freeze.ts';
import { foreign } from '../lib/foreign.ts';
import { plural } from '../lib/words.ts';
import type { Picture } from '../ports/messenger.ts';
import type { EntryPicture } from '../services/picture.ts';
import { context, environmentButton, fit, section, sections } from './blocks.ts';
import { moment, who } from './marks.ts';

const reasonLength = 300;

/** What all in the channel read when the environment is frozen, and when it is not any more. */
export function freezeNotice({ entry: { kind, environment, by, body } }: EntryPicture): Picture {
  const name = environment ?? '';
  const person = by === null ? '' : ` by ${who(by)}`;
  if (kind === 'unfrozen')
    return { text: `▶️ ${name} is not frozen any more`, blocks: [section(`▶️ *${name} is not frozen any more*, lifted${person}`)] };
  const until = typeof body['until'] === 'string' ? new Date(body['until']) : null;
  return {
    text: `🧊 ${name} is frozen: ${foreign(String(body['reason']), reasonLength)}`,
    blocks: [
      section(`🧊 *${name} is frozen*${person}: ${foreign(String(body['reason']), reasonLength)}`, unfreezeButton(name)),
      context(`${endOf(until)} · what changes the platform waits; looks, votes and backups go on`),
    ],
  };
}

export function unfreezeButton(environment: string): Button {
  return environmentButton(environment, { label: 'Unfreeze', line: 'unfreeze' });
}

/** "frozen by @dana 2 h ago, until …: reason" */
export function freezeLine({ owner, reason, since, until }: Freeze): string {
  return `🧊 *frozen* by ${who(owner)}, ${moment(since)}, ${endOf(until)}: ${foreign(reason, reasonLength)}`;
}

function endOf(until: Date | null): string {
  return until === null ? 'until somebody lifts it' : `until ${moment(until)}`;
}

/** What holds work back in an environment. */
export function holdsPicture({ environment, freezes, locks }: Holds): Picture {
  if (freezes.length + locks.length === 0) return { text: `Nothing of ${environment} is frozen or locked.` };
  const lines = [
    ...freezes.map((one) => freezeLine(one)),
    ...locks.map(({ resource, run, since }) => `🔒 ${resource} · run ${run}, ${moment(since)} · \`show ${run}\``),
  ];
  return {
    text: `${environment}: ${plural(freezes.length, 'freeze')}, ${plural(locks.length, 'lock')}`,
    blocks: fit([section(`*What holds work back · ${environment}*`), ...sections(lines)]),
  };
}
