import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { Absent, reason } from '../core/errors.ts';
import type { Finding } from '../core/finding.ts';
import { foreign, foreignCode } from '../lib/foreign.ts';
import { duration } from '../lib/words.ts';
import type { ApiAnswer, ApiReader, BasicHealth } from '../ports/platform.ts';

/** An answer, or why there was none: for this question silence is a result. */
type Measure = ApiAnswer<BasicHealth> | { readonly problem: string };

export const apiHealth = defineCheck({
  id: 'api-health',
  title: 'API',
  why: 'The API answers 200 whatever is wrong; only its body says whether it works and has its database.',
  procedures: ['S3'],
  limits: z.object({ slowMs: z.number().default(2000).describe('ms from which an answer is slow') }),
  needs: ['api'],
  reliesOn: ['backend', 'database'],
  probe: ({ api, signal }) => ask(api, signal),
  isSampled: true,
  samples: (measure) => ('problem' in measure ? [] : [{ metric: 'api-latency', subject: '', value: measure.latencyMs }]),
  judge: (measure, { slowMs }) => ['problem' in measure ? silent(measure.problem) : answered(measure, slowMs)],
});

async function ask(api: ApiReader, signal: AbortSignal): Promise<Measure> {
  try {
    return await api.health(signal);
  } catch (error) {
    if (error instanceof Absent || signal.aborted) throw error;
    return { problem: reason(error) };
  }
}

function silent(problem: string): Finding {
  const text = foreign(problem);
  return {
    status: 'critical',
    summary: `${text.charAt(0).toUpperCase()}${text.slice(1)}.`,
    remedies: [
      { kind: 'advice', text: 'See whether the backend runs, and whether one blocked query of the database holds up all its requests.' },
    ],
  };
}

function answered({ body, latencyMs }: ApiAnswer<BasicHealth>, slowMs: number): Finding {
  const measure = { value: latencyMs, unit: 'ms' } as const;
  if (body.database !== 'connected') {
    const why = body.databaseError === undefined ? '' : ` (${foreignCode(body.databaseError, 200)})`;
    return {
      status: 'critical',
      summary: `The API answers, but has lost its database: ${foreignCode(body.database, 40)}${why}.`,
      measure,
      remedies: [{ kind: 'advice', text: 'See whether its PostgreSQL runs and takes connections; where it does, restart the backend.' }],
    };
  }
  if (body.status !== 'healthy')
    return {
      status: 'warn',
      summary: `The API has its database, but calls itself ${foreignCode(body.status, 40)}.`,
      measure,
      remedies: [{ kind: 'advice', text: 'After a restart wait a minute; if it stays so, see what the log of the backend says last.' }],
    };
  if (latencyMs >= slowMs)
    return {
      status: 'warn',
      summary: `The API is slow: it took ${duration(latencyMs)} (warn ${duration(slowMs)}).`,
      measure,
      remedies: [{ kind: 'advice', text: 'See what holds it up: a long query of the database, the load, or many requests at once.' }],
    };
  return { status: 'ok', summary: `The API answers in ${duration(latencyMs)} and has its database.`, measure };
}
