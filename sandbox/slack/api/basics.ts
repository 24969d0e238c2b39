import { z } from 'zod';
import { SlackError } from '../errors.ts';
import { app, team } from '../identity.ts';
import { defineMethod, type Method } from './method.ts';

export const authTest = defineMethod({
  name: 'auth.test',
  tokens: ['bot', 'user', 'app'],
  arguments: z.object({}),
  answer({ url, manifest, people }, caller) {
    const common = { url: `${url}/`, team: team.name, team_id: team.id, is_enterprise_install: false };
    if (caller.kind === 'app') return { ...common, app_name: manifest.appName, app_id: app.id };
    if (caller.kind === 'bot') return { ...common, user: manifest.botName, user_id: app.userId, bot_id: app.botId };
    return { ...common, user: people.find(caller.userId)?.name, user_id: caller.userId };
  },
});

/** Works without any token, so it is asked before the caller is known. */
export const apiTest: Method = {
  name: 'api.test',
  tokens: ['bot', 'user', 'app'],
  async call(_world, _caller, raw) {
    if (typeof raw['error'] === 'string' && raw['error'] !== '') throw new SlackError(raw['error'], { args: raw });
    return { args: raw };
  },
};

export const appsConnectionsOpen = defineMethod({
  name: 'apps.connections.open',
  tokens: ['app'],
  arguments: z.object({}),
  answer({ url, tickets, manifest }) {
    if (!manifest.socketMode) throw new SlackError('not_allowed_token_type');
    return { url: `${url.replace(/^http/, 'ws')}/link?ticket=${tickets.issue()}&app_id=${app.id}` };
  },
});

/** The workspace's own emoji, of which there are none; those that every workspace has are not listed by Slack either. */
export const emojiList = defineMethod({
  name: 'emoji.list',
  scope: 'emoji:read',
  arguments: z.object({}),
  answer: ({ now }) => ({ emoji: {}, cache_ts: (now().getTime() / 1000).toFixed(6) }),
});
