import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import { userName } from './escape.ts';

/** What each interaction tells of itself, whatever was done: by whom, where, and the right to open a view for it. */
export function interactionBy(world: World, user: string): Readonly<Record<string, unknown>> {
  const name = userName(world, user);
  return {
    user: { id: user, username: name, name, team_id: team.id },
    api_app_id: app.id,
    token: world.secrets.verification,
    trigger_id: world.triggers.issue(user),
    team: { id: team.id, domain: team.domain },
    enterprise: null,
    is_enterprise_install: false,
  };
}
