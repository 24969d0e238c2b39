import type { House } from './house.ts';
import type { Said } from './slack-hand.ts';

/** Has the bot hash its log again, and waits for it to say that the chain is whole. */
export async function seeWholeLog({ hand }: Pick<House, 'hand'>): Promise<Said> {
  const [, run] = /run (\d+)/.exec(await hand.type('dana', 'log verify')) ?? [];
  return hand.see('dana', new RegExp(`The log is whole[\\s\\S]*run ${run ?? 'that was recorded'} `));
}
