import type { KnownBlock } from '@slack/types';
import type { Titled, Trouble } from '../core/fold.ts';
import type { Run } from '../core/run.ts';
import { list } from '../lib/words.ts';
import { section } from './blocks.ts';
import { cureButtons } from './cures.ts';
import { marks, moment } from './marks.ts';

/** One section a cause, beside it the button that cures it, and under it what it brings about. A button that stands further up is not shown again. */
export function troubleBlocks(
  troubles: readonly Trouble[],
  { createdAt, environment }: Pick<Run, 'createdAt' | 'environment'>,
): readonly KnownBlock[] {
  const cureOf = cureButtons(environment);
  return troubles.map((trouble, place) => {
    const text = [headline(trouble, createdAt), ...consequences(trouble.hence)].join('\n');
    return section(text, cureOf(trouble.finding.remedies, place));
  });
}

function headline({ finding, alike }: Trouble, seenAt: Date): string {
  const { status, summary, because, since, remedies = [] } = finding;
  const said =
    alike.length === 0 || because === undefined ? summary : `${list([finding, ...alike].map(({ title }) => title))}: ${because}.`;
  const before = since === undefined ? undefined : new Date(since);
  const age = before && before < seenAt ? ` Since ${moment(before)}.` : '';
  const advice = remedies.find((remedy) => remedy.kind === 'advice');
  return `${marks[status]} *${status}* ${said}${age}${advice?.kind === 'advice' ? ` _${advice.text}_` : ''}`;
}

/** What was seen is told; of what could not be looked at the name says enough, since the reason stands above it. */
function consequences(hence: readonly Titled[]): readonly string[] {
  const unseen = hence.filter(({ because }) => because !== undefined).map(({ title }) => title);
  return [
    ...hence.filter(({ because }) => because === undefined).map(({ status, summary }) => `↳ *${status}* ${summary}`),
    ...(unseen.length === 0 ? [] : [`↳ *unknown* for that reason: ${list(unseen)}`]),
  ];
}
