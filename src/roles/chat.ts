import { setTimeout as sleep } from 'node:timers/promises';
import { App } from '@slack/bolt';
import type { Receiver } from '@slack/bolt';
import { createMessenger, createWebClient } from '../adapters/slack.ts';
import { personOf } from '../adapters/slack-person.ts';
import type { Self } from '../adapters/slack-person.ts';
import { boltLogger, keepConnected } from '../adapters/socket.ts';
import { policiesHash } from '../core/settings.ts';
import { registerAppHome } from '../handlers/app-home.ts';
import { registerButtons } from '../handlers/button.ts';
import type { HandlerContext } from '../handlers/context.ts';
import { registerMembership } from '../handlers/membership.ts';
import { registerMention } from '../handlers/mention.ts';
import { registerReactions } from '../handlers/reaction.ts';
import { registerSlashCommand } from '../handlers/slash-command.ts';
import { registerStepForm } from '../handlers/step-form.ts';
import { every } from '../lib/every.ts';
import { answer, fill } from '../services/answer.ts';
import { speaker, UnknownPerson } from '../services/gatekeeper.ts';
import { homeOf } from '../services/home.ts';
import type { Desk } from '../services/desk.ts';
import { circleChanged, lookUpNow, mirrorPeople } from '../services/mirror.ts';
import type { ChatDeps } from '../services/mirror.ts';
import { tell } from '../services/tell.ts';
import { createPace } from '../services/pace.ts';
import { reacted, readAllVotes, readVotes } from '../services/read-votes.ts';
import type { Deps } from '../services/deps.ts';
import { retryIn, retryNow } from '../store/messages.ts';
import { changePerson, upsertPeople } from '../store/people.ts';
import { gone, present } from '../store/workers.ts';
import { homeView } from '../views/home.ts';
import { views } from '../views/views.ts';
import { startProjector } from './projector.ts';

export interface SlackAccess {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl?: string;
}

interface Role {
  stop(): Promise<void>;
}

const hourMs = 3_600_000;

/** The role with Slack's tokens: listens, answers, draws, reads votes. It returns at once and connects when Slack is there. */
export function startChat(
  deps: Deps,
  desk: Desk,
  access: SlackAccess,
  about: { readonly name: string; readonly version: string; readonly onOpen: (connections: number) => void },
): Role {
  const stop = new AbortController();
  const parts: Role[] = [];
  const starting = connect(deps, desk, access, about, stop.signal, parts);
  return {
    async stop() {
      stop.abort();
      // That it failed was said where nobody had awaited it; the others must be stopped all the same.
      await starting.catch(() => {});
      for (const part of parts) await part.stop();
      await gone(deps.store, about.name).catch((err: unknown) => deps.log.debug({ err }, 'leaving'));
    },
  };
}

async function connect(
  deps: Deps,
  desk: Desk,
  access: SlackAccess,
  about: Parameters<typeof startChat>[3],
  signal: AbortSignal,
  parts: Role[],
): Promise<void> {
  const client = createWebClient({ token: access.botToken, ...(access.apiUrl === undefined ? {} : { apiUrl: access.apiUrl }) });
  const self = await whoAmI(deps, client, signal);
  if (!self) return;
  const chat: ChatDeps = { ...deps, messenger: createMessenger(client, self) };
  const warn = (what: string) => (err: unknown) => deps.log.warn({ err }, what);
  const around = { deps, desk, lookUp: lookUpNow(chat) };
  const context: HandlerContext = {
    answer: (line, caller) => answer(around, line, caller),
    fill: (filled, caller) => fill(around, filled, caller),
    reacted: (channel, ts) => reacted(chat, channel, ts),
    circleChanged: (circle) => circleChanged(chat, circle),
    userChanged: async (user) => {
      const found = personOf(user, self);
      if (found) await changePerson(deps.store, found);
    },
    invited: (channel) => retryIn(deps.store, channel),
    home: (person, notice) => showHome(chat, person, notice),
    tell: (telling) => tell(chat, telling),
    messenger: chat.messenger,
  };
  const app = createApp(deps, access, self);
  registerSlashCommand(app, context);
  registerMention(app, context);
  registerButtons(app, context);
  registerStepForm(app, context);
  registerReactions(app, context);
  registerMembership(app, context);
  registerAppHome(app, context);
  const policies = policiesHash(deps.settings);
  parts.push(
    keepConnected(app, {
      appToken: access.appToken,
      log: deps.log,
      onCount: (open) => {
        about.onOpen(open);
        if (open === 1) void retryNow(deps.store).catch(warn('what waits for Slack could not be hurried'));
      },
      ...(access.apiUrl === undefined ? {} : { apiUrl: access.apiUrl }),
    }),
    startProjector({
      ...chat,
      views,
      pace: createPace(deps.clock),
      onPosted: (message) => void readVotes(chat, message).catch(warn('votes could not be read')),
    }),
    every(60_000, () => readAllVotes(chat), warn('votes could not be read')),
    every(hourMs, () => mirrorPeople(chat, signal), warn('people could not be mirrored')),
    every(
      5000,
      () => present(deps.store, { name: about.name, role: 'chat', version: about.version, policies }),
      warn('presence could not be stored'),
    ),
  );
}

/** Somebody new is looked up first; of whom nothing can be learned nothing is shown. */
async function showHome(chat: ChatDeps, id: string, notice: string | undefined): Promise<void> {
  const find = () =>
    speaker(chat.store, id, chat.clock()).catch((error: unknown) => (error instanceof UnknownPerson ? undefined : Promise.reject(error)));
  const found = (await find()) ?? (await lookUpNow(chat)(id));
  if (!found) return;
  if (!('checkedAt' in found)) await chat.store.transaction((tx) => upsertPeople(tx, [found]));
  const person = (await find()) ?? { ...found, checkedAt: chat.clock() };
  await chat.messenger.publishHome(id, homeView(await homeOf(chat, person, notice)));
}

/** Slack may be away when we start: ask until it answers. A token that Slack refuses is said once and asked again slowly. */
async function whoAmI(deps: Deps, client: ReturnType<typeof createWebClient>, signal: AbortSignal): Promise<Self | undefined> {
  for (let tries = 1; !signal.aborted; tries += 1) {
    try {
      const { user_id: userId, bot_id: botId = '', team_id: teamId, enterprise_id: enterpriseId } = await client.auth.test();
      if (userId !== undefined && teamId !== undefined)
        return { userId, botId, teamId, ...(enterpriseId === undefined ? {} : { enterpriseId }) };
    } catch (error) {
      deps.log.warn({ tries, err: error }, 'Slack does not say who I am');
    }
    await sleep(Math.min(30_000, 500 * tries), undefined, { signal }).catch(() => {}); // told to stop
  }
  return undefined;
}

/** Bolt with receivers of our own: it looks nobody up by itself, and every listener's error lands in our log. */
function createApp(deps: Deps, access: SlackAccess, self: Self): App {
  const none: Receiver = { init: () => {}, start: () => Promise.resolve(), stop: () => Promise.resolve() };
  const app = new App({
    receiver: none,
    convoStore: false,
    logger: boltLogger(deps.log),
    authorize: () => Promise.resolve({ botToken: access.botToken, botId: self.botId, botUserId: self.userId }),
    ...(access.apiUrl === undefined ? {} : { clientOptions: { slackApiUrl: access.apiUrl, retryConfig: { retries: 1 } } }),
  });
  app.error((error) => {
    deps.log.error({ err: error }, 'a listener failed');
    return Promise.resolve();
  });
  return app;
}
