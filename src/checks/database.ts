import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { Absent, reason } from '../core/errors.ts';
import { grade, type Finding, type Unit } from '../core/finding.ts';
import { foreign } from '../lib/foreign.ts';
import { bytes, count, duration, metLimit, percent, seconds } from '../lib/words.ts';
import type { DatabaseState } from '../ports/database.ts';

/** What the database says about itself, or why nobody can ask it: for this question silence is a result. */
type Measure = DatabaseState | { readonly problem: string };

const Limits = z.object({
  latencyWarn: z.number().default(500).describe('ms for one question'),
  latencyCritical: z.number().default(3000).describe('ms for one question'),
  connectionsWarn: z.number().default(80).describe('percent of max_connections'),
  connectionsCritical: z.number().default(90).describe('percent of max_connections'),
  queryWarn: z.number().default(60).describe('seconds of the longest running statement'),
  queryCritical: z.number().default(1800).describe('seconds of the longest running statement'),
  idleWarn: z.number().default(30).describe('seconds of the longest idle transaction'),
  idleCritical: z.number().default(600).describe('seconds of the longest idle transaction'),
});

export const database = defineCheck({
  id: 'database',
  title: 'Database',
  why: 'One blocked query or a transaction that was left open holds up the whole API.',
  procedures: ['S102'],
  limits: Limits,
  needs: ['database'],
  reliesOn: ['database'],
  probe: async ({ database: reader, signal }): Promise<Measure> => {
    try {
      return await reader.state(signal);
    } catch (error) {
      if (error instanceof Absent || signal.aborted) throw error;
      return { problem: reason(error) };
    }
  },
  judge: (measure, limits) => ('problem' in measure ? [unreachable(measure.problem)] : judge(measure, limits)),
});

function unreachable(problem: string): Finding {
  return {
    status: 'critical',
    summary: `The database cannot be asked: ${foreign(problem, 300)}.`,
    remedies: [{ kind: 'advice', text: 'See whether its PostgreSQL runs, what its log says last, and whether its disk is full.' }],
  };
}

interface Aspect {
  readonly subject: string;
  readonly says: (value: string, limit: string) => string;
  readonly value: number;
  readonly unit: Unit;
  readonly words: (value: number) => string;
  readonly limits: { readonly warn: number; readonly critical: number };
  readonly advice: string;
}

function judge(state: DatabaseState, limits: z.output<typeof Limits>): readonly Finding[] {
  const ill = aspects(state, limits).flatMap((aspect): readonly Finding[] => {
    const { subject, value, unit, words, limits: threshold } = aspect;
    const status = grade(value, threshold);
    if (status === 'ok') return [];
    return [
      {
        status,
        subject,
        summary: aspect.says(words(value), metLimit(status, threshold, words)),
        measure: { value, unit },
        threshold,
        remedies: [{ kind: 'advice', text: aspect.advice }],
      },
    ];
  });
  if (ill.length > 0) return ill;
  const { connections, maxConnections, sizeBytes, latencyMs } = state;
  const summary = `The database answers in ${duration(latencyMs)}, with ${count(connections)} of ${count(maxConnections)} connections and ${bytes(sizeBytes)}.`;
  return [{ status: 'ok', summary, measure: { value: Math.round(latencyMs), unit: 'ms' } }];
}

function aspects(state: DatabaseState, limits: z.output<typeof Limits>): readonly Aspect[] {
  return [
    {
      subject: 'latency',
      says: (value, limit) => `The database took ${value} to answer${limit}.`,
      value: Math.round(state.latencyMs),
      unit: 'ms',
      words: duration,
      limits: { warn: limits.latencyWarn, critical: limits.latencyCritical },
      advice: 'See what else its machine is busy with: load, disk, memory.',
    },
    {
      subject: 'connections',
      says: (value, limit) => `${value} of the database's ${count(state.maxConnections)} connections are in use${limit}.`,
      value: Math.round((100 * state.connections) / state.maxConnections),
      unit: 'percent',
      words: percent,
      limits: { warn: limits.connectionsWarn, critical: limits.connectionsCritical },
      advice: 'See in `pg_stat_activity` who holds them, and restart what does not give them back.',
    },
    {
      subject: 'longest query',
      says: (value, limit) => `A query has been running for ${value}${limit}.`,
      value: Math.round(state.longestQuerySeconds),
      unit: 'seconds',
      words: seconds,
      limits: { warn: limits.queryWarn, critical: limits.queryCritical },
      advice: 'See in `pg_stat_activity` what it is, and cancel it (`pg_cancel_backend`) when nobody waits for it.',
    },
    {
      subject: 'idle in transaction',
      says: (value, limit) => `A transaction has been open and idle for ${value}${limit}: it holds its locks.`,
      value: Math.round(state.idleInTransactionSeconds),
      unit: 'seconds',
      words: seconds,
      limits: { warn: limits.idleWarn, critical: limits.idleCritical },
      advice: 'See in `pg_stat_activity` whose it is, and end it (`pg_terminate_backend`) when nobody works in it.',
    },
  ];
}
