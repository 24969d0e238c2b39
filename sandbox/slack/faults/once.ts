import { randomUUID } from 'node:crypto';
import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import type { SuddenFault, FaultSettings } from './kinds.ts';

/** Lets a fault strike that strikes only when it is asked for. */
export async function strikeOnce(
  { connections, traffic, secrets, now }: World,
  name: SuddenFault,
  { reason }: FaultSettings,
): Promise<void> {
  traffic.note({ is: 'fault', what: name, by: 'workspace' }, { state: 'faulted', says: name === 'disconnect' ? reason : 'struck' });
  switch (name) {
    case 'disconnect':
      return connections.refreshOne(reason);
    case 'reset':
      return connections.cut();
    case 'app_rate_limited':
      return connections.tell(rateLimitedFrame(secrets.verification, now()));
  }
}

/** Slack's notice that it left out events; it is no event itself, and has none in it. */
function rateLimitedFrame(token: string, now: Date): unknown {
  const minute = Math.floor(now.getTime() / 60_000) * 60;
  return {
    envelope_id: randomUUID(),
    type: 'events_api',
    accepts_response_payload: false,
    payload: { token, type: 'app_rate_limited', team_id: team.id, minute_rate_limited: minute, api_app_id: app.id },
  };
}
