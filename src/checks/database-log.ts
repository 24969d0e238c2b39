import { z } from 'zod';
import { defineCheck } from '../core/check.ts';
import { grade, type Finding } from '../core/finding.ts';
import { foreignCode } from '../lib/foreign.ts';
import { count, metLimit, plural } from '../lib/words.ts';
import { AskedWindow, reach, windowOf } from './window.ts';
import type { Window } from './window.ts';

const SHOWN = 5;
// Backend and worker both create the tables when they start; the one that comes second writes this, and nothing is wrong.
const KNOWN = 'pg_type_typname_nsp_index';

interface Measure extends Window {
  readonly lines: readonly string[];
}

export const databaseLog = defineCheck({
  id: 'database-log',
  title: 'Log of the database',
  why: 'FATAL and PANIC are no errors by their word, and worse than any error.',
  procedures: ['S12'],
  limits: z.object({
    warn: z.number().default(10).describe('errors in 24 h'),
    critical: z.number().default(1000).describe('errors in 24 h'),
  }),
  needs: ['containers'],
  asked: AskedWindow,
  async probe({ containers, now, signal }, asked): Promise<Measure> {
    const { since, ...window } = windowOf(now, asked);
    return { lines: await containers.databaseLog(since, signal), ...window };
  },
  judge: (measure, threshold) => {
    const { lines } = measure;
    const of = (word: string): readonly string[] => lines.filter((line) => line.includes(`${word}:  `) && !line.includes(KNOWN));
    const panics = of('PANIC');
    const fatal = of('FATAL');
    const errors = of('ERROR');
    const evidence = [...panics, ...fatal, ...errors].slice(0, SHOWN).map((line) => foreignCode(line, 200));
    const found: Finding[] = [];
    if (panics.length > 0)
      found.push({
        status: 'critical',
        summary: `The database panicked ${plural(panics.length, 'time')} in ${reach(measure)} and restarted.`,
        evidence,
      });
    if (fatal.length > 0)
      found.push({
        status: 'warn',
        summary: `The database refused or lost ${plural(fatal.length, 'session')} in ${reach(measure)}.`,
        evidence,
      });
    const status = grade(errors.length, threshold);
    const summary = `${plural(errors.length, 'error')} in the database's log of ${reach(measure)}${metLimit(status, threshold, count)}.`;
    return [
      ...found,
      { status, summary, measure: { value: errors.length, unit: 'count' }, threshold, ...(status !== 'ok' && { evidence }) },
    ];
  },
});
