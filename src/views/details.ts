import type { KnownBlock } from '@slack/types';
import type { Finding } from '../core/finding.ts';
import { worstFirst } from '../core/finding.ts';
import type { Picture } from '../ports/messenger.ts';
import { duration } from '../lib/words.ts';
import type { RunPicture } from '../services/picture.ts';
import { context, fit, section, sections } from './blocks.ts';
import { marks, moment } from './marks.ts';

/** Everything that every check said, for the thread. */
export function details({ run, title, checks, reported }: RunPicture): Picture {
  const blocks = worstFirst(reported).flatMap((one) => {
    const name = checks.find(({ id }) => id === one.check)?.title ?? one.check;
    return sections([`*${name}* · ${duration(one.tookMs)}`, ...one.findings.map(lineOf)]);
  });
  return {
    text: `${title}: what all ${reported.length} checks said`,
    blocks: fit([...blocks, context(`run ${run.id} · ${run.environment}`)]),
  };
}

/** A list that only its asker sees, shown once, when it is there. */
export function report(picture: RunPicture): Picture | undefined {
  const { run, title, reported } = picture;
  if (run.state !== 'ended') return undefined;
  const found = reported.flatMap(({ findings }) => findings);
  const body: readonly KnownBlock[] = found.length === 0 ? [section(run.why ?? 'Nothing was found.')] : sections(found.map(lineOf));
  return {
    text: `${title} ${run.environment}: ${found.length}`,
    blocks: fit([
      section(`*${title} · ${run.environment}* · ${moment(run.endedAt ?? run.createdAt)}`),
      ...body,
      context(`run ${run.id} · only visible to you`),
    ]),
  };
}

function lineOf(finding: Finding): string {
  const evidence = (finding.evidence ?? [])
    .slice(0, 8)
    .map((line) => `\n        ${line}`)
    .join('');
  return `${marks[finding.status]} ${finding.status} · ${finding.summary}${evidence}`;
}
