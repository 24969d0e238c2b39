import { z } from 'zod';
import { SlackError } from '../errors.ts';
import { app, otherApp, team } from '../identity.ts';
import { botIdOf, isBot } from '../people.ts';
import type { World } from '../world.ts';
import { users } from './accounts.ts';
import { limit, Text } from './arguments.ts';
import { defineMethod, type Reply } from './method.ts';
import { pageOf } from './paging.ts';

export const usersList = defineMethod({
  name: 'users.list',
  scope: 'users:read',
  arguments: z.object({ cursor: Text.optional(), limit: limit(1000, 1000) }),
  answer(world, _caller, given) {
    const { page, next } = pageOf(users(world), ({ id }) => id, given);
    return { members: page, cache_ts: Math.floor(world.now().getTime() / 1000), response_metadata: { next_cursor: next } };
  },
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

export const botsInfo = defineMethod({
  name: 'bots.info',
  scope: 'users:read',
  arguments: z.object({ bot: Text }),
  answer(world, _caller, given) {
    const bot = bots(world).find(({ id }) => id === given.bot);
    if (!bot) throw new SlackError('bot_not_found');
    return { bot: { ...bot, deleted: false, updated: 0, icons: {} } };
  },
});

function bots({ manifest, people }: World): readonly Reply[] {
  const others = people.all().filter(isBot);
  return [
    { id: app.botId, app_id: app.id, user_id: app.userId, name: manifest.botName },
    ...others.map(({ id, realName }) => ({ id: botIdOf(id), app_id: otherApp, user_id: id, name: realName })),
  ];
}

export const teamInfo = defineMethod({
  name: 'team.info',
  scope: 'team:read',
  arguments: z.object({}),
  answer: ({ url }) => ({
    team: { id: team.id, name: team.name, domain: team.domain, email_domain: '', url: `${url}/`, icon: { image_default: true } },
  }),
});
