import type { ScheduleLine } from '../core/answer.ts';
import type { Picture } from '../ports/messenger.ts';
import { list, plural } from '../lib/words.ts';
import { context, fit, section, sections } from './blocks.ts';
import { moment } from './marks.ts';

/** What comes by itself, the soonest first. */
export function schedulesPicture({ schedules }: { readonly schedules: readonly ScheduleLine[] }): Picture {
  if (schedules.length === 0) return { text: 'Nothing comes by itself: all schedules are switched off in the configuration.' };
  const lines = schedules.map(({ id, title, cron, on, next, runs = [] }) => {
    const when = next === undefined ? 'never within a year' : moment(next);
    return `${when} · *${title}* (\`${id}\`) · \`${cron}\`${on === undefined ? '' : `, ${on}`}${runs.length === 0 ? '' : ` · asks for ${list(runs)}`}`;
  });
  const zone = [...new Set(schedules.map(({ timezone }) => timezone))].join(', ');
  return {
    text: plural(schedules.length, 'schedule'),
    blocks: fit([
      section('*What comes by itself*'),
      ...sections(lines),
      context(`by the clock of ${zone} · changed under \`schedules\` in bigshot.yml`),
    ]),
  };
}
