import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import { foreign, foreignCode, plain } from '../../lib/foreign.ts';
import { plural } from '../../lib/words.ts';
import { AskedWindow, reach, windowOf } from '../window.ts';
import type { Window } from '../window.ts';

interface Measure extends Window {
  readonly service: string;
  readonly lines: readonly string[];
}

/** What a container wrote last; nothing in it is judged. */
export const serviceLog = defineCheck({
  id: 'service-log',
  title: 'Log of a service',
  why: 'The last words of a service tell most about why it ended.',
  procedures: ['S108'],
  limits: z.object({ lines: z.number().default(30).describe('lines that are shown, the last ones') }),
  needs: ['containers'],
  asked: AskedWindow.extend({ service: z.string().max(60).optional() }),
  async probe({ containers, now, signal }, asked): Promise<Measure> {
    const service = asked?.service ?? 'backend';
    const { since, ...window } = windowOf(now, asked);
    return { service, lines: await containers.serviceLog(service, since, signal), ...window };
  },
  judge: ({ service, lines, ...window }, { lines: limit }) => {
    const shown = lines.slice(-limit);
    const which = shown.length < lines.length ? `; the last ${shown.length}` : '';
    const summary = `${foreignCode(service, 60)} wrote ${plural(lines.length, 'line')} in ${reach(window)}${which}.`;
    return [
      {
        status: 'ok',
        subject: foreign(service, 60),
        summary,
        table: { columns: [{ title: plain(service, 60) }], rows: shown.map((line) => [plain(line, 200)]) },
      },
    ];
  },
});
