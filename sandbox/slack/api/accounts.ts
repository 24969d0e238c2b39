import { app, otherApp, slackbot, team } from '../identity.ts';
import { botIdOf } from '../people.ts';
import type { Inhabitant } from '../setup.ts';
import type { World } from '../world.ts';

/** A user as users.info and users.list show them. */
export interface Account extends Readonly<Record<string, unknown>> {
  readonly id: string;
}

/** All users, in the order in which Slack lists them: people, bots, and Slackbot, who is famously "no bot". */
export function users(world: World): readonly Account[] {
  const { botName, appName } = world.manifest;
  return [
    ...world.people.all().map((one) => (one.kind === 'deactivated' ? former(one) : person(world, one))),
    {
      ...account(app.userId, botName, appName),
      is_bot: true,
      profile: { ...profile(botName, appName), api_app_id: app.id, bot_id: app.botId, always_active: true },
    },
    { ...account(slackbot, 'slackbot', 'Slackbot'), is_bot: false },
  ];
}

/** Of those who were deactivated Slack tells little: neither where they lived nor what they were allowed. */
function former({ id, name, realName, title, team: home }: Inhabitant): Account {
  return {
    id,
    team_id: home,
    name,
    deleted: true,
    profile: { ...profile(name, realName), title, team: home },
    is_bot: false,
    is_app_user: false,
    updated: 0,
  };
}

function person(world: World, inhabitant: Inhabitant): Account {
  const { id, name, realName, kind, title, color, team: home, timeZone } = inhabitant;
  return {
    ...account(id, name, realName),
    ...zone(timeZone, world.now()),
    team_id: home,
    color,
    is_admin: kind === 'admin',
    is_bot: kind === 'bot',
    // A guest of one channel is both.
    is_restricted: kind === 'guest' || kind === 'single_channel_guest',
    is_ultra_restricted: kind === 'single_channel_guest',
    // Whoever is in a channel that the application sees differs from a member by nothing but the team.
    is_stranger: kind === 'stranger' && !sharesChannel(world, id),
    profile: {
      ...profile(name, realName),
      title,
      team: home,
      ...(kind === 'bot' ? { bot_id: botIdOf(id), api_app_id: otherApp } : {}),
    },
  };
}

function sharesChannel({ store }: World, userId: string): boolean {
  return store.channels().some(({ direct, members }) => !direct && members.includes(userId) && members.includes(app.userId));
}

function account(id: string, name: string, realName: string): Account {
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
    avatar_hash: '',
    title: '',
    phone: '',
    status_text: '',
    status_emoji: '',
    status_expiration: 0,
    real_name: realName,
    real_name_normalized: realName,
    display_name: name,
    display_name_normalized: name,
    team: team.id,
  };
}
