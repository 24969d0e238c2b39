import type { KnownBlock } from '@slack/types';
import type { Finding, Remedy } from '../core/finding.ts';
import { worstFirst } from '../core/finding.ts';
import { inUnit } from '../core/unit-words.ts';
import type { Picture } from '../ports/messenger.ts';
import { cut } from '../lib/foreign.ts';
import { duration, plural } from '../lib/words.ts';
import type { RunPicture } from '../services/picture.ts';
import { context, fit, section, sections, spokenLength } from './blocks.ts';
import { marks, moment } from './marks.ts';
import { tables } from './table.ts';

/** So many rows of a table stand beside everything else in a thread; who asks for that check alone gets them all. */
const fewRows = 5;

/** Everything that every check said, for the thread. */
export function details({ run, title, checks, reported }: RunPicture): Picture {
  const blocks = worstFirst(reported).flatMap((one) => {
    const name = checks.find(({ id }) => id === one.check)?.title ?? one.check;
    return [
      ...sections([
        `*${name}* · ${duration(one.tookMs)}`,
        ...one.findings.map((finding) => `${lineOf(finding)}${limitsOf(one.check, finding)}`),
      ]),
      ...tables(one.findings, fewRows),
    ];
  });
  return {
    text: `${title}: what ${reported.length === 1 ? 'the check' : `all ${plural(reported.length, 'check')}`} said`,
    blocks: fit([...blocks, context(`run ${run.id} · ${run.environment}`)]),
  };
}

/** A list that only its asker sees, shown once, when it is there. Only what is about a thing of its own is counted as one. */
export function report(picture: RunPicture): Picture | undefined {
  const { run, title, reported } = picture;
  if (run.state !== 'ended') return undefined;
  const found = reported.flatMap(({ findings }) => findings);
  const things = found.filter(({ subject }) => subject !== undefined).length;
  const first = found[0]?.summary ?? run.why ?? 'Nothing was found.';
  const next = [...new Set(found.flatMap(({ remedies = [] }) => remedies.flatMap(inWords)))].slice(0, 3);
  const body: readonly KnownBlock[] = found.length === 0 ? [section(first)] : [...sections(found.map(lineOf)), ...tables(found)];
  return {
    text: cut(`${title} ${run.environment}: ${things === 0 ? '' : `${things}. `}${first}`, spokenLength),
    blocks: fit([
      section(`*${title} · ${run.environment}*${things === 0 ? '' : ` · ${things}`} · ${moment(run.endedAt ?? run.createdAt)}`),
      ...body,
      ...(next.length === 0 ? [] : [context(next.join('\n'))]),
      context(`run ${run.id} · only visible to you`),
    ]),
  };
}

function inWords(remedy: Remedy): readonly string[] {
  if (remedy.kind === 'advice') return [remedy.text];
  return remedy.kind === 'line' ? [`${remedy.label}: \`/bigshot ${remedy.line}\``] : [];
}

/** What made it bad, and where that is set. */
function limitsOf(check: string, { status, threshold, measure }: Finding): string {
  if (!threshold?.from || (status !== 'warn' && status !== 'critical')) return '';
  const said = (value: number): string => (measure ? inUnit(measure.unit, value) : String(value));
  const where = threshold.from === 'default' ? `the defaults of \`checks.${check}\`` : `from \`checks.${check}\` in bigshot.yml`;
  return `\n        _limits: warn ${said(threshold.warn)}, critical ${said(threshold.critical)}, ${where}_`;
}

function lineOf(finding: Finding): string {
  const evidence = (finding.evidence ?? [])
    .slice(0, 8)
    .map((line) => `\n        ${line}`)
    .join('');
  return `${marks[finding.status]} ${finding.status} · ${finding.summary}${evidence}`;
}
