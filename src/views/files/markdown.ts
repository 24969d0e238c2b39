import { markdownTable } from 'markdown-table';
import { countByStatus, isWell, statuses, worstFirst } from '../../core/finding.ts';
import type { Finding, Table } from '../../core/finding.ts';
import { escape } from '../../lib/foreign.ts';
import { minute } from '../../lib/words.ts';
import { allFindings } from '../../services/picture.ts';
import type { RunPicture } from '../../services/picture.ts';
import { unescaped } from './plain.ts';

/** Everything that a run has found, to be kept, sent and printed: the worst first, then each check with its tables, then what people do. */
export function markdownOf({ run, title, checks, reported, steps }: RunPicture): string {
  const found = allFindings(reported);
  const counts = countByStatus(found);
  const told = statuses.filter((status) => counts[status] > 0).map((status) => `${counts[status]} ${status}`);
  const bad = worstFirst(found).filter((finding) => !isWell(finding));
  const parts = [
    `# ${title} · ${run.environment}`,
    `${minute(run.endedAt ?? run.createdAt)} · run ${run.id} · ${told.join(', ') || 'nothing was looked at'}`,
    ...(bad.length === 0 ? [] : ['## What needs somebody', bad.map(withAdvice).join('\n')]),
    ...reported.flatMap((one) => [
      `## ${checks.find(({ id }) => id === one.check)?.title ?? one.check}`,
      one.findings.map(line).join('\n'),
      ...one.findings.flatMap(({ table }) => (table && table.rows.length > 0 ? [tableOf(table)] : [])),
    ]),
    ...(steps.length === 0
      ? []
      : ['## By hand', steps.map((step) => `- ${step.state === 'done' ? '[x]' : '[ ]'} ${text(step.title)} (${step.state})`).join('\n')]),
  ];
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`;
}

function line({ status, summary, evidence = [] }: Finding): string {
  return [`- **${status}** ${text(summary)}`, ...evidence.map((proof) => `    - ${text(proof)}`)].join('\n');
}

function withAdvice(finding: Finding): string {
  const advice = (finding.remedies ?? []).flatMap((remedy) => (remedy.kind === 'advice' ? [`\n    - ${text(remedy.text)}`] : []));
  return `- **${finding.status}** ${text(finding.summary)}${advice.join('')}`;
}

/** Cells are foreign text that was masked and not escaped. */
function tableOf({ columns, rows }: Table): string {
  const cell = (words: string): string =>
    disarmed(escape(words))
      .replaceAll('|', String.raw`\|`)
      .replaceAll(/\s+/g, ' ');
  return markdownTable([columns.map(({ title }) => cell(title)), ...rows.map((row) => row.map(cell))], {
    align: columns.map(({ is }) => (is === 'number' ? 'r' : 'l')),
  });
}

/** Slack's text as Markdown: entities mean the same in both but for code, where Markdown has none. */
function text(mrkdwn: string): string {
  return mrkdwn
    .split(/(`[^`]*`)/)
    .map((part, place) => (place % 2 === 1 ? unescaped(part) : disarmed(part)))
    .join('');
}

/** Foreign text must not become a link or a picture that a reader's program fetches. */
function disarmed(words: string): string {
  return words.replaceAll(/[[\]]/g, String.raw`\$&`);
}
