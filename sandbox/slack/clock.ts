/** The time of the workspace: it goes by as the world's does, and can be set forward. Nothing that waits here waits for anything else. */
export interface Clock {
  now(): Date;
  /** Calls `task` once, when so many milliseconds have gone by on this clock. */
  after(milliseconds: number, task: () => void): Appointment;
  /**
   * As `after`, for an answer that must come from outside by then. Whoever is asked while the clock is being set forward has the
   * whole time from the end of that, as nobody can answer in no time.
   */
  deadline(milliseconds: number, task: () => void): Appointment;
  /**
   * Sets the clock forward. What falls due on the way happens in its order, each at its own time, and what that asks for in turn
   * happens too where it falls due before the end.
   */
  advance(milliseconds: number): Promise<void>;
  /** Forgets all appointments. */
  close(): void;
}

/** Something that will happen, unless it is cancelled. */
export interface Appointment {
  cancel(): void;
}

interface Entry {
  readonly at: number;
  readonly task: () => void;
}

/** The longest that Node's own timer can wait. */
const LONGEST_MS = 2_147_483_647;

export function createClock(): Clock {
  const entries = new Set<Entry>();
  let ahead = 0;
  let target = 0;
  let timer: NodeJS.Timeout | undefined;
  const time = (): number => Date.now() + ahead;

  function wind(): void {
    clearTimeout(timer);
    const next = earliest(entries);
    timer = next && setTimeout(ring, Math.min(Math.max(next.at - time(), 0), LONGEST_MS));
  }

  function ring(): void {
    for (let next = earliest(entries); next && next.at <= time(); next = earliest(entries)) {
      entries.delete(next);
      next.task();
    }
    wind();
  }

  function appoint(at: number, task: () => void): Appointment {
    const entry = { at, task };
    entries.add(entry);
    wind();
    return {
      cancel() {
        entries.delete(entry);
        wind();
      },
    };
  }

  return {
    now: () => new Date(time()),
    after: (milliseconds, task) => appoint(time() + milliseconds, task),
    deadline: (milliseconds, task) => appoint(Math.max(time(), target) + milliseconds, task),
    async advance(milliseconds) {
      const end = time() + milliseconds;
      target = Math.max(target, end);
      for (let next = earliest(entries); next && next.at <= end; next = earliest(entries)) {
        ahead += Math.max(next.at - time(), 0);
        ring();
        // What a task began goes on until it waits for the world, and may ask for something that is due before the end.
        await new Promise<void>((resolve) => setImmediate(resolve));
      }
      ahead += Math.max(end - time(), 0);
      wind();
    },
    close() {
      entries.clear();
      clearTimeout(timer);
    },
  };
}

function earliest(entries: ReadonlySet<Entry>): Entry | undefined {
  return [...entries].reduce<Entry | undefined>((first, entry) => (first && first.at <= entry.at ? first : entry), undefined);
}
