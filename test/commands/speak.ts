import { commands } from '../../src/commands/index.ts';
import type { Answer } from '../../src/core/answer.ts';
import { definitions } from '../../src/registry.ts';
import { answer } from '../../src/services/answer.ts';
import { createDesk } from '../../src/services/desk.ts';
import { ops } from '../support/build.ts';
import type { Bot } from '../support/bot.ts';

/** A way to type lines at a bot that has the real definitions, and not the toys. */
export function speakTo(bot: Bot): (by: string, line: string) => Promise<Answer> {
  const deps = { ...bot.deps, definitions };
  const desk = createDesk(deps, commands);
  let typed = 0;
  return (by, line) => {
    typed += 1;
    return answer({ deps, desk, lookUp: () => Promise.resolve(undefined) }, line, {
      by,
      key: `slash:${typed}`,
      place: { channel: ops },
      via: 'slash',
    });
  };
}
