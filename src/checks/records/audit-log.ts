import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreignCode, plain } from '../../lib/foreign.ts';
import { ago, plural } from '../../lib/words.ts';
import type { RecordsReader } from '../../ports/records.ts';
import { AskedWindow, reach, windowOf } from '../window.ts';
import type { Window } from '../window.ts';

type Measure = Awaited<ReturnType<RecordsReader['audit']>> & Window & { readonly now: Date };

/** Who did what and when; what was changed stays in the table, since it may hold keys. */
export const auditLog = defineCheck({
  id: 'audit-log',
  title: 'Audit log',
  why: 'After an incident the first question is who changed what.',
  procedures: ['S116'],
  limits: z.object({ rows: z.number().default(20).describe('rows that are shown') }),
  needs: ['records'],
  asked: AskedWindow,
  async probe({ records, now, signal }, asked): Promise<Measure> {
    const { since, ...window } = windowOf(now, asked);
    return { ...(await records.audit(since, signal)), now, ...window };
  },
  judge: (measure, { rows }) => [judge(measure, rows)],
});

function judge({ table, total, rows, now, ...window }: Measure, limit: number): Finding {
  return {
    status: 'ok',
    summary: `${plural(total, 'row')} in ${foreignCode(table, 60)} in ${reach(window)}${table === 'llm_provider_audit_logs' ? ', the only audit log that this platform keeps' : ''}.`,
    measure: { value: total, unit: 'count' },
    table: {
      columns: [{ title: 'when' }, { title: 'who' }, { title: 'what' }],
      rows: rows.slice(0, limit).map(({ at, who, action }) => [ago(at, now), plain(who, 30), plain(action, 60)]),
    },
  };
}
