import type { Finding } from '../core/finding.ts';
import { worstFirst } from '../core/finding.ts';
import { inUnit } from '../core/unit-words.ts';
import type { Picture } from '../ports/messenger.ts';
import { duration, plural } from '../lib/words.ts';
import type { RunPicture } from '../services/picture.ts';
import { context, fit, sections } from './blocks.ts';
import { findingLine } from './finding-line.ts';
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
        ...one.findings.map((finding) => `${findingLine(finding)}${limitsOf(one.check, finding)}`),
      ]),
      ...tables(one.findings, fewRows),
    ];
  });
  return {
    text: `${title}: what ${reported.length === 1 ? 'the check' : `all ${plural(reported.length, 'check')}`} said`,
    blocks: fit([...blocks, context(`run ${run.id} · ${run.environment}`)]),
  };
}

/** What made it bad, and where that is set. */
function limitsOf(check: string, { status, threshold, measure }: Finding): string {
  if (!threshold?.from || (status !== 'warn' && status !== 'critical')) return '';
  const said = (value: number): string => (measure ? inUnit(measure.unit, value) : String(value));
  const where = threshold.from === 'default' ? `the defaults of \`checks.${check}\`` : `from \`checks.${check}\` in bigshot.yml`;
  return `\n        _limits: warn ${said(threshold.warn)}, critical ${said(threshold.critical)}, ${where}_`;
}
