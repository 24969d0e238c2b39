import { useRef, useState } from 'preact/hooks';
import type { Control } from './control.ts';
import { TrafficList, type Entry, type Verdict } from './schemas.ts';
import { usePolled } from './use-polled.ts';

const EVERY_MS = 1000;
const MOST_SHOWN = 1000;

/** All traffic, kept up to date. */
export interface LiveTraffic {
  /** Newest first. */
  readonly entries: readonly Entry[];
  readonly verdict: Verdict | undefined;
  readonly connected: boolean;
  /** Tells that somebody reads an entry: it stays, however much comes after it. */
  readonly reading: (seq: number, yes: boolean) => void;
  readonly clear: () => Promise<void>;
}

interface Shown {
  readonly entries: ReadonlyMap<number, Entry>;
  readonly verdict: Verdict | undefined;
  readonly connected: boolean;
}

export function useTraffic(control: Control, paused: boolean): LiveTraffic {
  const [shown, setShown] = useState<Shown>({ entries: new Map(), verdict: undefined, connected: true });
  const own = useRef({ mark: 0, beginning: '', open: new Set<number>() });

  async function read(): Promise<void> {
    const { mark: after, beginning: before } = own.current;
    const list = TrafficList.safeParse(await control('traffic.list', { after: String(after) }));
    if (!list.success) return setShown((known) => ({ ...known, connected: false }));
    const { entries, mark, beginning, verdict } = list.data;
    // Somebody cleared it, or the workspace is another one by now, with other entries under the same numbers.
    const isAnew = beginning !== before;
    if (isAnew && after > 0) {
      own.current.mark = 0;
      return read();
    }
    own.current.mark = mark;
    own.current.beginning = beginning;
    setShown((known) => ({
      entries: merged(after === 0 ? new Map() : known.entries, entries, own.current.open),
      verdict,
      connected: true,
    }));
  }
  usePolled(read, EVERY_MS, !paused);

  return {
    entries: [...shown.entries.values()].toReversed(),
    verdict: shown.verdict,
    connected: shown.connected,
    reading: (seq, yes) => void (yes ? own.current.open.add(seq) : own.current.open.delete(seq)),
    async clear() {
      await control('traffic.clear');
      await read();
    },
  };
}

/** Without anything new the same map is given back, so that nothing is drawn anew. */
function merged(before: ReadonlyMap<number, Entry>, news: readonly Entry[], open: ReadonlySet<number>): ReadonlyMap<number, Entry> {
  if (news.length === 0 && before.size > 0) return before;
  const all = new Map(before);
  news.forEach((entry) => all.set(entry.seq, entry));
  const sorted = [...all].toSorted(([one], [other]) => one - other);
  return new Map(sorted.filter(([seq], index) => index >= sorted.length - MOST_SHOWN || open.has(seq)));
}
