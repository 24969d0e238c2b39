import type { Entry } from './entry.ts';
import type { Freeze } from './freeze.ts';
import type { Incident } from './incident.ts';
import type { Lock } from './lock.ts';
import type { Run } from './run.ts';
import type { OpenStep } from './step.ts';

/** What the person who typed gets in the acknowledgement. */
export type Answer =
  /** Written down; the run goes its way. */
  | { readonly is: 'recorded'; readonly runId: number; readonly say: string }
  /** Nothing was changed: why, and what to do next. */
  | { readonly is: 'refused'; readonly why: string; readonly next?: string }
  | ({ readonly is: 'told'; readonly public?: boolean } & Told);

/** What holds work back in an environment. */
export interface Holds {
  readonly environment: string;
  readonly freezes: readonly Freeze[];
  readonly locks: readonly Lock[];
}

/** Nothing was changed. */
export type Refusal = Answer & { is: 'refused' };

/** Answers that only read. */
export type Told =
  | {
      readonly view: 'help';
      readonly value: { readonly commands: readonly { readonly usage: string; readonly why: string }[]; readonly subject?: string };
    }
  | { readonly view: 'runs'; readonly value: { readonly title: string; readonly empty: string; readonly runs: readonly RunLine[] } }
  | { readonly view: 'run'; readonly value: { readonly run: Run; readonly title: string; readonly entries: readonly Entry[] } }
  | { readonly view: 'log'; readonly value: { readonly entries: readonly Entry[]; readonly titles: Readonly<Record<number, string>> } }
  | { readonly view: 'step'; readonly value: { readonly step: OpenStep } }
  | { readonly view: 'steps'; readonly value: { readonly steps: readonly OpenStep[]; readonly now: Date } }
  | { readonly view: 'schedules'; readonly value: { readonly schedules: readonly ScheduleLine[] } }
  | { readonly view: 'holds'; readonly value: Holds }
  | { readonly view: 'incidents'; readonly value: { readonly incidents: readonly Incident[] } }
  | { readonly view: 'sentence'; readonly value: { readonly text: string } };

/** A schedule and when it is due next; undefined: never within a year. */
export interface ScheduleLine {
  readonly id: string;
  readonly title: string;
  readonly cron: string;
  readonly on?: string;
  readonly timezone: string;
  readonly next?: Date;
  /** Titles of the tasks that it asks for too. */
  readonly runs?: readonly string[];
}

export interface RunLine {
  readonly run: Run;
  readonly title: string;
  readonly votes?: { readonly have: number; readonly need: number };
}
