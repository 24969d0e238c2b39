import type { ChatDeps } from '../../src/services/mirror.ts';
import { createPace } from '../../src/services/pace.ts';
import { project } from '../../src/services/project.ts';
import { views } from '../../src/views/views.ts';
import type { Bot } from './bot.ts';
import { alex, dana, kim, ops, sam } from './build.ts';
import { createFakeSlack } from './messenger.ts';
import type { FakeSlack } from './messenger.ts';

/** On call, but in none of the channels. */
export const lou = 'U0LOU';

/** A bot with a Slack in memory, in which tasks are approved by alex and by the group S1. */
export interface Chat {
  readonly slack: FakeSlack;
  readonly deps: ChatDeps;
  /** A plan of dana's whose card stands in Slack: the number of its run. */
  planned(): Promise<number>;
  draw(): Promise<number | undefined>;
  /** Somebody reacts to the oldest card. */
  react(who: string, name: string): void;
}

export function openChat(bot: Bot): Chat {
  const member = (id: string) => ({ id, name: id.toLowerCase(), kind: 'member' as const, groups: [] });
  const slack = createFakeSlack({
    bot: 'UBOT',
    channels: { [ops]: ['UBOT', dana, alex, kim, sam] },
    people: [member(dana), member(alex), member(kim), member(lou), { ...member(sam), kind: 'guest' }, { ...member('UBOT'), kind: 'bot' }],
    groups: { S1: [kim, lou], S2: [kim] },
  });
  const oncall = { group: 'S1' };
  const rules = ['rebuild', 'tear-down'].map((task) => ({ task, ask: ['members' as const, oncall], approve: [{ user: alex }, oncall] }));
  const deps: ChatDeps = { ...bot.deps, messenger: slack.messenger, settings: { ...bot.deps.settings, rules } };
  const draw = () => project({ ...deps, views, pace: createPace(deps.clock, { most: 1000 }), onPosted: () => {} });
  return {
    slack,
    deps,
    draw,
    async planned() {
      const id = await bot.ask(dana, 'run rebuild');
      await bot.work();
      await draw();
      return id;
    },
    react: (who, name) => void slack.posts[0]?.reactions.get(name)?.add(who),
  };
}
