import { useMemo, useState } from 'preact/hooks';
import { useSession } from '../session.ts';
import { complete, type Completion, type Sources, type Suggestion } from './complete.ts';

/** The suggestions for what is being typed, one of which is marked. */
export interface Completing {
  readonly completion: Completion | undefined;
  readonly marked: number;
  mark(index: number): void;
  /** Looks anew at what stands before the caret. */
  look(typed: string, caret: number): void;
  close(): void;
  /** Takes a key; true when it was meant for the list and not for the text. */
  key(event: KeyboardEvent, take: (suggestion: Suggestion) => void): boolean;
}

export function useCompletion(inThread: boolean): Completing {
  const sources = useSources(inThread);
  const [completion, setCompletion] = useState<Completion | undefined>();
  const [marked, mark] = useState(0);
  const close = (): void => setCompletion(undefined);
  const moves: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
  return {
    completion,
    marked,
    mark,
    close,
    look(typed, caret) {
      setCompletion(complete(typed, caret, sources));
      mark(0);
    },
    key(event, take) {
      if (!completion || event.isComposing || event.shiftKey) return false;
      const many = completion.suggestions.length;
      const move = moves[event.key];
      const chosen = completion.suggestions[marked];
      if (move !== undefined) mark((marked + move + many) % many);
      else if (event.key === 'Escape') close();
      else if ((event.key === 'Enter' || event.key === 'Tab') && chosen) take(chosen);
      else return false;
      event.preventDefault();
      event.stopPropagation();
      return true;
    },
  };
}

/** Commands are not for threads, as in Slack. */
function useSources(inThread: boolean): Sources {
  const { start, channels, emoji } = useSession();
  return useMemo(
    () => ({
      commands: inThread ? [] : start.commands,
      people: [
        ...start.people.map(({ name, realName }) => ({ name, detail: realName })),
        { name: start.bot.name, detail: start.bot.appName },
        ...start.groups.map(({ handle }) => ({ name: handle, detail: 'group' })),
        ...['here', 'channel'].map((name) => ({ name, detail: 'everybody in the channel' })),
      ],
      channels: channels.flatMap(({ name }) => name ?? []),
      emoji,
    }),
    [start, channels, emoji, inThread],
  );
}
