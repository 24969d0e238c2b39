import type { OpenWorkspace } from '../../../../../sandbox/slack/open.ts';
import { openFor } from '../../app/run.ts';
import { control } from '../../control/support.ts';
import type { Listener } from './listener.ts';

/** A workspace whose application listens there, with the time that it has for an ack where the test is about that. */
export async function openWith({ url }: Pick<Listener, 'url'>, ackMs?: number): Promise<OpenWorkspace> {
  return openFor('HTTP', Number(new URL(url).port), ackMs === undefined ? {} : { timing: { ackMs } });
}

/** Sets the clock of the workspace forward. */
export async function advance(place: OpenWorkspace, ms: number): Promise<void> {
  await control(place, 'clock.advance', { ms });
}
