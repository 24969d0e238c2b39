import type { KnownBlock } from '@slack/types';
import { z } from 'zod';
import type { Chart } from '../core/chart.ts';
import { countByStatus, isWell, worstFirst } from '../core/finding.ts';
import type { Finding } from '../core/finding.ts';
import { fold } from '../core/fold.ts';
import type { Trouble } from '../core/fold.ts';
import type { Picture } from '../ports/messenger.ts';
import { cut } from '../lib/foreign.ts';
import { duration, plural } from '../lib/words.ts';
import type { RunPicture } from '../services/picture.ts';
import { allFindings } from '../services/picture.ts';
import { context, divider, fit, section, sections, spokenLength } from './blocks.ts';
import { changes } from './changes.ts';
import { countLine, spoken } from './counts.ts';
import { marks, moment } from './marks.ts';
import { stepBlocks, stepsSpoken } from './steps.ts';
import { tables } from './table.ts';
import { troubleBlocks } from './troubles.ts';

const shownTroubles = 20;
/** Block Kit takes 50 blocks, and nobody scrolls through more pictures. */
const mostCharts = 6;
/** So many findings of a good day fit into its one line. */
const few = 3;

/** What a good day is told with besides its count: the three things that fill, age and pile up. */
const highlights: readonly string[] = ['backup-freshness', 'disk-space', 'queue-depth'];

/** What a run was asked with: to show what is well, too. */
const Detailed = z.object({ detailed: z.literal(true) });

/** The card of a checklist: the verdict first, then only what is not well; the rest is in the thread unless details were asked for. */
export function checklistCard(picture: RunPicture): Picture {
  const { run, title, reported } = picture;
  const found = allFindings(reported);
  const bad = fold(reported, picture.checks);
  const heading = `*${title} · ${run.environment}*`;
  if (run.state !== 'ended') return underWay(picture, heading, bad);
  if (run.outcome !== 'succeeded') return cutShort(picture, heading, bad);
  return bad.length === 0 ? goodDay(picture, heading, found) : badDay(picture, heading, found, bad);
}

function goodDay(picture: RunPicture, heading: string, found: readonly Finding[]): Picture {
  const { reported } = picture;
  const counts = countByStatus(found);
  const skipped = counts.skipped > 0 ? `, ⏭ ${counts.skipped} skipped` : '';
  if (counts.ok === 0) {
    // One that was asked for by itself says why; of a whole list the thread does.
    const why =
      found.length <= few
        ? found.map(({ summary }) => ` ${summary}`).join('')
        : ` nothing could be looked at, all ${found.length} skipped.`;
    return {
      text: cut(`${spokenTitle(picture)}:${found.length <= few ? why : ' nothing could be looked at'}`, spokenLength),
      blocks: fit([section(`${heading}: ⏭${why}${changes(picture)}`), ...late(picture), ...stepBlocks(picture)], {
        tail: [context(footer(picture))],
      }),
    };
  }
  const rest = inDetail(picture, found);
  // A few findings are their own summary; of many, those that people look for.
  const told =
    rest.length > 0
      ? []
      : found.length <= few
        ? found
        : reported.filter(({ check }) => highlights.includes(check)).flatMap(({ findings }) => findings);
  const charts = chartsOf(picture, found);
  const facts = told.map(({ summary }) => ` ${summary}`).join('');
  const line = `${heading}: 🟢 ${counts.ok === 1 ? 'ok' : `all ${counts.ok} ok`}${skipped}.${facts}${stepsSpoken(picture)}${changes(picture)}`;
  return {
    text: cut(`${spokenTitle(picture)}: all ok.${facts}`, spokenLength),
    blocks: fit([section(line), ...late(picture), ...rest, ...proof(picture, found), ...stepBlocks(picture)], {
      tail: [context(footer(picture))],
      room: charts.length,
    }),
    ...(charts.length > 0 && { charts }),
  };
}

function badDay(picture: RunPicture, heading: string, found: readonly Finding[], bad: readonly Trouble[]): Picture {
  const { run } = picture;
  const verdict = `${heading} · ${moment(run.endedAt ?? run.createdAt)}\n${countLine(countByStatus(found))}${changes(picture)}`;
  const more = bad.length > shownTroubles ? [context(`… and ${bad.length - shownTroubles} more in the thread`)] : [];
  const shown = [
    divider(),
    ...troubleBlocks(bad.slice(0, shownTroubles), run),
    ...more,
    ...inDetail(picture, found),
    ...proof(picture, found),
    divider(),
    ...stepBlocks(picture),
  ];
  const first = bad.slice(0, 3).map(({ finding }) => finding.summary);
  const charts = chartsOf(picture, found);
  return {
    text: cut(`${spokenTitle(picture)}: ${spoken(found)}: ${first.join(' ')}`, spokenLength),
    blocks: fit([section(verdict), ...late(picture), ...shown], { tail: [context(footer(picture))], room: charts.length }),
    ...(charts.length > 0 && { charts }),
  };
}

/** What is well and what was skipped, a line each: where that was asked for, in a report, and of a single check that says more than a line holds. */
function inDetail({ run, isReport }: RunPicture, found: readonly Finding[]): readonly KnownBlock[] {
  const isAsked = isReport || Detailed.safeParse(run.input).success || (run.kind === 'check' && found.length > few);
  if (!isAsked) return [];
  const calm = worstFirst(found.filter(isWell));
  return sections(calm.map(({ status, summary }) => `${marks[status]} ${status} · ${summary}`));
}

/** Who asks for one check wants to see what it saw. */
function proof({ run }: RunPicture, found: readonly Finding[]): readonly KnownBlock[] {
  return run.kind === 'check' ? tables(found) : [];
}

function chartsOf({ run, isReport }: RunPicture, found: readonly Finding[]): readonly Chart[] {
  return run.kind === 'check' || isReport ? found.flatMap(({ chart }) => chart ?? []).slice(0, mostCharts) : [];
}

function cutShort(picture: RunPicture, heading: string, bad: readonly Trouble[]): Picture {
  const { run } = picture;
  const line = `${heading}\n⚪ ${run.outcome ?? ''}: ${run.why ?? 'ended before all checks had answered'}`;
  return {
    text: `${spokenTitle(picture)}: ${run.outcome ?? 'ended'}${run.why === null ? '' : `, ${run.why}`}`,
    blocks: fit([section(line), ...troubleBlocks(bad, run), context(footer(picture))]),
  };
}

function footer({ run, checks }: RunPicture): string {
  const took = run.startedAt && run.endedAt ? ` in ${duration(run.endedAt.getTime() - run.startedAt.getTime())}` : '';
  return `${plural(checks.length, 'check')}${took} · run ${run.id} · everything else in the thread`;
}

function underWay(picture: RunPicture, heading: string, bad: readonly Trouble[]): Picture {
  const { run, checks, reported } = picture;
  const answered = `${reported.length} of ${checks.length} checks have answered`;
  const state = run.held === null ? `⏳ ${answered}` : `⚪ unknown: ${run.held}`;
  return {
    text: `${spokenTitle(picture)}: ${run.held === null ? answered : `unknown, ${run.held}`}`,
    blocks: fit([section(`${heading}\n${state}`), ...troubleBlocks(bad, run), context(`run ${run.id}`)]),
  };
}

/** Who only hears the notification must know, too, that it is about a time that has passed. */
function spokenTitle({ run, title }: RunPicture): string {
  return `${title} ${run.environment}${run.lateFor === null ? '' : ', late'}`;
}

function late({ run }: RunPicture): readonly KnownBlock[] {
  return run.lateFor === null ? [] : [context(`⏰ Late: it was due ${moment(run.lateFor)}, while I was not running.`)];
}
