import { z } from 'zod';
import { SlackError } from '../errors.ts';
import { app, inhabitants, slackbot, team, type Inhabitant } from '../identity.ts';
import type { World } from '../world.ts';
import { limit, Text } from './arguments.ts';
import { defineMethod } from './method.ts';

/** All users, in the order in which Slack lists them: people, bots, and Slackbot, who is famously "no bot". */
function users({ manifest }: World): readonly Record<string, unknown>[] {
  return [
    ...inhabitants.map(person),
    {
      ...account(app.userId, manifest.botName, manifest.appName),
      is_bot: true,
      is_app_user: false,
      profile: { ...profile(manifest.botName, manifest.appName), api_app_id: app.id, bot_id: app.botId },
    },
    { ...account(slackbot, 'slackbot', 'Slackbot'), is_bot: false },
  ];
}

function person({ id, name, realName, role, color, team: home }: Inhabitant): Record<string, unknown> {
  // Slack calls only those strangers with whom no channel is shared: whoever is in one of ours differs by nothing but the team.
  const from = { team_id: home, is_stranger: false, profile: { ...profile(name, realName), team: home } };
  return { ...account(id, name, realName), ...from, color, is_admin: false, is_bot: false, is_restricted: role === 'guest' };
}

function account(id: string, name: string, realName: string): Record<string, unknown> {
  return {
    id,
    team_id: team.id,
    name,
    real_name: realName,
    deleted: false,
    tz: 'Europe/Berlin',
    tz_label: 'Central European Time',
    tz_offset: 3600,
    profile: profile(name, realName),
    is_admin: false,
    is_owner: false,
    is_primary_owner: false,
    is_restricted: false,
    is_ultra_restricted: false,
    is_app_user: false,
    updated: 0,
  };
}

function profile(name: string, realName: string): Record<string, unknown> {
  return { real_name: realName, real_name_normalized: realName, display_name: name, display_name_normalized: name, team: team.id };
}

export const usersList = defineMethod({
  name: 'users.list',
  scope: 'users:read',
  arguments: z.object({ limit: limit(100, 1000) }),
  answer: (world) => ({
    members: users(world),
    cache_ts: Math.floor(world.now().getTime() / 1000),
    response_metadata: { next_cursor: '' },
  }),
});

export const usersInfo = defineMethod({
  name: 'users.info',
  scope: 'users:read',
  arguments: z.object({ user: Text }),
  answer(world, _caller, given) {
    const user = users(world).find(({ id }) => id === given.user);
    if (!user) throw new SlackError('user_not_found');
    return { user };
  },
});

export const teamInfo = defineMethod({
  name: 'team.info',
  scope: 'team:read',
  arguments: z.object({}),
  answer: ({ url }) => ({
    team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', url: `${url}/`, icon: { image_default: true } },
  }),
});
