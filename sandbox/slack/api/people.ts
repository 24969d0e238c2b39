import { z } from 'zod';
import { SlackError } from '../errors.ts';
import { app, otherApp, slackbot, team } from '../identity.ts';
import { botIdOf } from '../people.ts';
import type { Inhabitant } from '../setup.ts';
import type { World } from '../world.ts';
import { limit, Text } from './arguments.ts';
import { defineMethod } from './method.ts';

/** All users, in the order in which Slack lists them: people, bots, and Slackbot, who is famously "no bot". */
function users({ manifest, people, now }: World): readonly Record<string, unknown>[] {
  return [
    ...people.all().map((one) => person(one, now())),
    {
      ...account(app.userId, manifest.botName, manifest.appName),
      is_bot: true,
      is_app_user: false,
      profile: { ...profile(manifest.botName, manifest.appName), api_app_id: app.id, bot_id: app.botId },
    },
    { ...account(slackbot, 'slackbot', 'Slackbot'), is_bot: false },
  ];
}

function person(inhabitant: Inhabitant, now: Date): Record<string, unknown> {
  const { id, name, realName, kind, title, color, team: home, timeZone } = inhabitant;
  return {
    ...account(id, name, realName),
    ...zone(timeZone, now),
    team_id: home,
    color,
    deleted: kind === 'deactivated',
    is_admin: kind === 'admin',
    is_bot: kind === 'bot',
    // A guest of one channel is both.
    is_restricted: kind === 'guest' || kind === 'single_channel_guest',
    is_ultra_restricted: kind === 'single_channel_guest',
    // Slack calls only those strangers with whom no channel is shared: whoever is in one of ours differs by nothing but the team.
    is_stranger: false,
    profile: {
      ...profile(name, realName),
      title,
      team: home,
      ...(kind === 'bot' ? { bot_id: botIdOf(id), api_app_id: otherApp } : {}),
    },
  };
}

function account(id: string, name: string, realName: string): Record<string, unknown> {
  return {
    id,
    team_id: team.id,
    name,
    real_name: realName,
    deleted: false,
    tz: 'America/Los_Angeles',
    tz_label: 'Pacific Standard Time',
    tz_offset: -28_800,
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

/** `tz_offset` is in seconds and is that of now, daylight saving included. */
function zone(timeZone: string, now: Date): Record<string, unknown> {
  const part = (style: 'long' | 'longOffset'): string =>
    new Intl.DateTimeFormat('en-US', { timeZone, timeZoneName: style }).formatToParts(now).find(({ type }) => type === 'timeZoneName')
      ?.value ?? '';
  const [, sign = '+', hours = '0', minutes = '0'] = /GMT([+-])(\d{2}):(\d{2})/.exec(part('longOffset')) ?? [];
  const seconds = (Number(hours) * 60 + Number(minutes)) * 60;
  return { tz: timeZone, tz_label: part('long'), tz_offset: sign === '-' ? -seconds : seconds };
}

function profile(name: string, realName: string): Record<string, unknown> {
  return {
    title: '',
    real_name: realName,
    real_name_normalized: realName,
    display_name: name,
    display_name_normalized: name,
    team: team.id,
  };
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
