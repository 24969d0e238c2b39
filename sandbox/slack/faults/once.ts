import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import type { SuddenFault, FaultSettings } from './kinds.ts';

/** Lets a fault strike that strikes only when it is asked for; false when there was nothing that it could strike. */
export async function strikeOnce(world: World, name: SuddenFault, { reason }: FaultSettings): Promise<boolean> {
  const struck = await strike(world, name, reason);
  if (struck)
    world.traffic.note({ is: 'fault', what: name, by: 'workspace' }, { state: 'faulted', says: name === 'disconnect' ? reason : 'struck' });
  return struck;
}

async function strike(
  { connections, delivery, secrets, now }: World,
  name: SuddenFault,
  reason: FaultSettings['reason'],
): Promise<boolean> {
  switch (name) {
    case 'disconnect':
      return connections.refreshOne(reason);
    case 'reset':
      return connections.cut() > 0;
    case 'app_rate_limited':
      return delivery.tell({ type: 'events_api', payload: rateLimited(secrets.verification, now()), accepts_response_payload: false });
  }
}

/** Slack's notice that it left out events; it is no event itself, and has none in it. */
function rateLimited(token: string, now: Date): Readonly<Record<string, unknown>> {
  const minute = Math.floor(now.getTime() / 60_000) * 60;
  return { token, type: 'app_rate_limited', team_id: team.id, minute_rate_limited: minute, api_app_id: app.id };
}
