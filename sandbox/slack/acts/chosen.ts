import type { Fields } from '../blocks/problem.ts';
import type { Message } from '../state/message.ts';
import { firstChoice, kindOf } from './choice.ts';
import { elementsIn } from './elements-in.ts';

/** What each person has chosen in the menus of a message, as their client remembers it in Slack; it ends with the workspace. */
export interface Chosen {
  note(message: Message, user: string, at: { readonly blockId: string; readonly actionId: string }, choice: Fields): void;
  /** The present values of all elements that can have one, as `state.values` of an interaction has them. */
  valuesOf(message: Message, user: string): Readonly<Record<string, Fields>>;
}

const MOST_MESSAGES = 500;

export function createChosen(): Chosen {
  const kept = new Map<string, Map<string, Fields>>();
  const keyOf = ({ channel, ts }: Message, user: string): string => `${channel} ${ts} ${user}`;
  return {
    note(message, user, { blockId, actionId }, choice) {
      const key = keyOf(message, user);
      const choices = kept.get(key) ?? new Map<string, Fields>();
      kept.delete(key);
      kept.set(key, choices.set(JSON.stringify([blockId, actionId]), choice));
      for (const oldest of kept.keys()) {
        if (kept.size <= MOST_MESSAGES) break;
        kept.delete(oldest);
      }
    },
    valuesOf(message, user) {
      const choices = kept.get(keyOf(message, user));
      const values: Record<string, Record<string, unknown>> = {};
      for (const { blockId, element } of elementsIn(message)) {
        const { type, action_id: actionId } = element;
        const kind = kindOf(element);
        if (!kind || typeof actionId !== 'string') continue;
        const own = choices?.get(JSON.stringify([blockId, actionId])) ?? { [kind.field]: firstChoice(kind, element) };
        values[blockId] = { ...values[blockId], [actionId]: { type, ...own } };
      }
      return values;
    },
  };
}
