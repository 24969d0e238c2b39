import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreignCode } from '../../lib/foreign.ts';
import { count, duration, percent, plural } from '../../lib/words.ts';
import type { Statements } from '../../ports/statistics.ts';
import { countedSince } from './counted-since.ts';
import { statementTable } from './statement-table.ts';

const Limits = z.object({
  statements: z.number().int().min(1).max(20).default(10).describe('statements that are listed'),
});

export const topQueries = defineCheck({
  id: 'top-queries',
  title: 'Costliest queries',
  why: 'What costs the most in all is often no slow query but a quick one that runs ten million times.',
  procedures: ['S28', 'S45'],
  limits: Limits,
  needs: ['statistics'],
  asked: z.object({ count: z.number().int().min(1).max(20).optional() }),
  probe: async ({ statistics, now, signal }, asked): Promise<Statements & { readonly now: Date; readonly wanted?: number }> => ({
    ...(await statistics.statements({ by: 'total', minMeanMs: 0, limit: 20 }, signal)),
    now,
    ...(asked?.count === undefined ? {} : { wanted: asked.count }),
  }),
  judge: (measure, { statements }) => [...judge(measure, measure.wanted ?? statements), ...incomplete(measure)],
});

function judge(measure: Statements & { readonly now: Date }, limit: number): readonly Finding[] {
  const most = measure.statements[0];
  const counting = countedSince(measure, measure.now);
  if (!most) return noneAmong(measure, `No statement of this database was counted ${counting}.`);
  const what = `${percent(most.sharePercent)} of the time goes to ${foreignCode(most.text, 90)}`;
  const summary = `${what}: ${plural(most.calls, 'call')} of ${duration(most.meanMs)} each, ${counting}.`;
  return [{ status: 'ok', summary, table: statementTable(measure.statements.slice(0, limit)) }];
}

/** That there is none is good news only where all of them can be seen. */
export function noneAmong({ hidden }: Statements, summary: string): readonly Finding[] {
  return hidden === 0 ? [{ status: 'ok', summary }] : [];
}

/** What could not be seen is said: a list with holes would read as the whole. */
export function incomplete({ hidden, dropped }: Statements): readonly Finding[] {
  const lost = 1000;
  return [
    ...(hidden === 0
      ? []
      : [
          {
            status: 'unknown' as const,
            subject: 'hidden statements',
            summary: `${count(hidden)} statements are unknown: the bot’s role may not read those of others.`,
            remedies: [{ kind: 'advice' as const, text: 'GRANT pg_read_all_stats to it.' }],
          },
        ]),
    ...(dropped < lost
      ? []
      : [
          {
            status: 'warn' as const,
            subject: 'dropped statements',
            summary: `The server had to forget statements ${count(dropped)} times for want of room: the list has holes.`,
            measure: { value: dropped, unit: 'count' as const },
            remedies: [{ kind: 'advice' as const, text: 'Raise pg_stat_statements.max, and reset its counters.' }],
          },
        ]),
  ];
}
