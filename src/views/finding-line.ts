import type { Finding } from '../core/finding.ts';
import { marks } from './marks.ts';

const shownEvidence = 8;

/** “🟡 warn · Disk is 91 % used.”, the advice that is for it alone, and below it what proves it. */
export function findingLine({ status, summary, evidence = [] }: Finding, advice?: string): string {
  const proof = evidence.slice(0, shownEvidence).map((line) => `\n        ${line}`);
  return `${marks[status]} ${status} · ${summary}${advice === undefined ? '' : ` _${advice}_`}${proof.join('')}`;
}
