import type { KnownBlock } from '@slack/types';
import { countByStatus, worstFirst } from '../core/finding.ts';
import type { Finding, Remedy } from '../core/finding.ts';
import type { Picture } from '../ports/messenger.ts';
import { cut } from '../lib/foreign.ts';
import type { RunPicture } from '../services/picture.ts';
import { context, fit, section, sections, spokenLength } from './blocks.ts';
import { countLine, spoken } from './counts.ts';
import { cureButtons } from './cures.ts';
import { findingLine } from './finding-line.ts';
import { moment } from './marks.ts';
import { tables } from './table.ts';

/** Pieces of advice that are for several findings, at the end. */
const mostAdvice = 3;

/** What only its asker sees, shown once, when it is there. */
export function report({ run, title, reported }: RunPicture): Picture | undefined {
  if (run.state !== 'ended') return undefined;
  const all = reported.flatMap(({ findings }) => findings);
  // One check knows the order of what it found, such as the newest backup first; several are told as in a digest.
  const found = run.kind === 'check' ? all : worstFirst(all);
  const heading = `*${title} · ${run.environment}*`;
  const when = moment(run.endedAt ?? run.createdAt);
  return {
    text: cut(`${title} ${run.environment}: ${spokenOf(found, run.why)}`, spokenLength),
    blocks: fit([
      section(found.length > 1 ? `${heading} · ${when}\n${countLine(countByStatus(found))}` : `${heading} · ${when}`),
      ...(found.length === 0 ? [section(run.why ?? nothing)] : [...lines(found, run.environment), ...tables(found)]),
      context(`run ${run.id} · only visible to you`),
    ]),
  };
}

const nothing = 'Nothing was found.';

function spokenOf(found: readonly Finding[], why: string | null): string {
  const [worst] = worstFirst(found);
  if (!worst) return why ?? nothing;
  const bad = spoken(found);
  if (bad !== '' && found.length > 1) return `${bad}: ${worst.summary}`;
  const ok = found.filter(({ status }) => status === 'ok');
  return ok.length > 1 ? `${ok.length} ok. ${worst.summary}` : worst.summary;
}

/** A line each, with the button or the advice that cures it; what cures several is said once. */
function lines(found: readonly Finding[], environment: string): readonly KnownBlock[] {
  const advice = found.flatMap(({ remedies = [] }) => remedies.flatMap(adviceOf));
  const shared = [...new Set(advice.filter((one, place) => advice.indexOf(one) !== place))];
  const cureOf = cureButtons(environment);
  const blocks: KnownBlock[] = [];
  let calm: string[] = [];
  for (const [place, finding] of found.entries()) {
    const own = (finding.remedies ?? []).flatMap(adviceOf).find((one) => !shared.includes(one));
    const text = findingLine(finding, own);
    const cure = cureOf(finding.remedies, place);
    if (!cure) calm.push(text);
    else {
      blocks.push(...sections(calm), section(text, cure));
      calm = [];
    }
  }
  const said = shared.slice(0, mostAdvice);
  return [...blocks, ...sections(calm), ...(said.length === 0 ? [] : [context(said.join('\n'))])];
}

function adviceOf(remedy: Remedy): readonly string[] {
  return remedy.kind === 'advice' ? [remedy.text] : [];
}
