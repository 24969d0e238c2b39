import { randomUUID } from 'node:crypto';
import { createShown } from './shown.ts';

/** Something that went over the wire. */
export interface Passage {
  readonly is: 'call' | 'envelope' | 'answer' | 'connection' | 'upload' | 'fault';
  /** The method, the event's type, the command … */
  readonly what: string;
  /** Whose: `bot`, `app`, `unknown`, or the id of a person; for envelopes the way that it took. */
  readonly by: string;
  readonly given?: unknown;
}

/**
 * How it went. `bad` is the application's fault, or nobody else's; `faulted` went wrong because it was asked to; `unsent` found
 * nobody connected; people's own mistakes are `good`, as it is theirs to make them.
 */
export interface Ending {
  readonly state: 'good' | 'bad' | 'faulted' | 'unsent';
  readonly says?: string | undefined;
  readonly answer?: unknown;
  /** The number of the Socket Mode connection that carried it. */
  readonly over?: number | undefined;
}

/** A passage as it is kept. `seq` grows by one with each; `at` is ISO 8601; `ms` is how long it took on the machine's own clock. */
export interface Entry extends Passage {
  readonly seq: number;
  readonly at: string;
  readonly state: Ending['state'] | 'waiting';
  readonly says?: string | undefined;
  readonly answer?: unknown;
  readonly ms?: number;
  readonly over?: number;
}

/** Whether the application behaves: no envelope waits for its ack, nothing went wrong, nothing was warned of. */
export interface Verdict {
  readonly clean: boolean;
  readonly waiting: number;
  readonly bad: number;
  readonly unsent: number;
  readonly faulted: number;
  /** The newest problems, each as `<what>: <says>` and where to look for it. */
  readonly problems: readonly { readonly seq: number; readonly what: string; readonly says: string }[];
}

/** Everything that goes over the wire, for the traffic view and for the question whether the application behaves. */
export interface Traffic {
  /** Notes that something begins; the function that it answers says how it ended. */
  begin(passage: Passage): (ending: Ending) => void;
  /** Notes what begins and ends at once. */
  note(passage: Passage, ending: Ending): void;
  /** The newest entries, oldest first; only those that changed after the mark, where one is given. With another `beginning` all was counted anew. */
  entries(after?: number): { readonly entries: readonly Entry[]; readonly mark: number; readonly beginning: string };
  /** `allowed` are problems to overlook, written as `<what>: <says>`. */
  verdict(allowed?: readonly string[]): Verdict;
  /** Begins to count anew. What waits for its end goes on waiting. */
  clear(): void;
}

const MOST_ENTRIES = 1000;
const MOST_PROBLEMS = 200;

/** `hidden` are secrets without a form by which they could be known. */
export function createTraffic(now: () => Date, hidden: readonly string[] = []): Traffic {
  const { masked, named, shortened } = createShown(hidden);
  const kept = new Map<number, { readonly entry: Entry; readonly changed: number }>();
  const problems: Verdict['problems'][number][] = [];
  const waiting = new Set<number>();
  const counts = { good: 0, bad: 0, faulted: 0, unsent: 0 };
  let seq = 0;
  let mark = 0;
  let beginning = randomUUID();

  function keep(entry: Entry): void {
    mark += 1;
    kept.set(entry.seq, { entry, changed: mark });
    for (const oldest of kept.keys()) {
      if (kept.size <= MOST_ENTRIES) break;
      kept.delete(oldest);
    }
  }

  function end(begun: Entry, since: number, { state, says, answer, over }: Ending): void {
    if (!waiting.delete(begun.seq)) return;
    counts[state] += 1;
    const ms = Math.round((performance.now() - since) * 10) / 10;
    keep({
      ...begun,
      state,
      ms,
      ...(says === undefined ? {} : { says: masked(says) }),
      ...(answer === undefined ? {} : { answer: shortened(answer) }),
      ...(over === undefined ? {} : { over }),
    });
    if (state !== 'bad') return;
    problems.push({ seq: begun.seq, what: begun.what, says: masked(says ?? 'went wrong') });
    problems.splice(0, problems.length - MOST_PROBLEMS);
  }

  function begin({ given, what, ...passage }: Passage): (ending: Ending) => void {
    seq += 1;
    const entry: Entry = {
      ...passage,
      what: named(what),
      ...(given === undefined ? {} : { given: shortened(given) }),
      seq,
      at: now().toISOString(),
      state: 'waiting',
    };
    waiting.add(seq);
    keep(entry);
    const since = performance.now();
    return (ending) => end(entry, since, ending);
  }

  return {
    begin,
    note: (passage, ending) => begin(passage)(ending),
    entries(after = 0) {
      const fresh = [...kept.values()].filter(({ changed }) => changed > after);
      return { entries: fresh.map(({ entry }) => entry), mark, beginning };
    },
    verdict(allowed = []) {
      const found = problems.filter(({ what, says }) => !allowed.includes(`${what}: ${says}`));
      const overlooked = problems.length - found.length;
      const bad = counts.bad - overlooked;
      return {
        clean: bad === 0 && waiting.size === 0,
        waiting: waiting.size,
        bad,
        unsent: counts.unsent,
        faulted: counts.faulted,
        problems: found,
      };
    },
    clear() {
      for (const [key, { entry }] of kept) if (entry.state !== 'waiting') kept.delete(key);
      problems.splice(0);
      Object.assign(counts, { good: 0, bad: 0, faulted: 0, unsent: 0 });
      mark += 1;
      beginning = randomUUID();
    },
  };
}
