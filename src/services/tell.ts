import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { MessengerError } from '../ports/messenger.ts';
import type { Messenger, Telling, Trouble } from '../ports/messenger.ts';

interface TellDeps {
  readonly messenger: Pick<Messenger, 'whisper' | 'reply'>;
  readonly log: Pick<Logger, 'warn'>;
  /** Lets so many milliseconds go by. */
  readonly pause?: (ms: number) => Promise<unknown>;
}

const mostTries = 4;
const longestWaitSeconds = 60;

/**
 * Tells one person the answer to a button or a mention, which an acknowledgement cannot carry. Slack says of a call that came too
 * fast when to try again, and of one that it never took that nothing was done: both are tried again. In doubt it is not repeated.
 */
export async function tell({ messenger, log, pause = (ms) => sleep(ms) }: TellDeps, telling: Telling): Promise<void> {
  const { place, person, picture, replyUrl } = telling;
  for (let tries = 1; ; tries += 1) {
    try {
      return await messenger.whisper(place, person, picture);
    } catch (err) {
      const trouble = err instanceof MessengerError ? err.trouble : undefined;
      const wait = tries < mostTries ? waitSeconds(trouble, tries) : undefined;
      if (wait !== undefined) {
        await pause(wait * 1000);
        continue;
      }
      log.warn({ err }, 'somebody could not be answered');
      if (trouble?.is !== 'refused' || replyUrl === undefined) return;
      return messenger
        .reply(replyUrl, picture.text)
        .catch((again: unknown) => log.warn({ err: again }, 'nor through the address of the click'));
    }
  }
}

/** How long to wait before another try; undefined where another one is of no use, or would say it twice. */
function waitSeconds(trouble: Trouble | undefined, tries: number): number | undefined {
  if (trouble?.is === 'wait') return trouble.seconds <= longestWaitSeconds ? trouble.seconds : undefined;
  return trouble?.is === 'away' ? 2 ** tries : undefined;
}
