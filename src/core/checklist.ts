import type { Ask } from './ask.ts';
import type { Check } from './check.ts';
import type { DayRule } from './day-rule.ts';
import type { ManualStep } from './step.ts';

/** A list of checks and tasks under one title, asked for by its id or by its schedule. */
export interface Checklist {
  readonly kind: 'checklist';
  readonly id: string;
  readonly title: string;
  /** Rows of the maintenance guide that it carries as a whole. */
  readonly procedures?: readonly string[];
  /** Default schedule in cron form; the configuration may change it. */
  readonly cron?: string;
  /** Of the days that the pattern names, only these. */
  readonly on?: DayRule;
  readonly items: readonly Check[];
  /** Looked at rather than acted on: its charts stand in its card, and files with all of it in its thread. */
  readonly isReport?: true;
  /** What its checks are asked with, such as the quarter and not the month. */
  readonly asked?: Readonly<Record<string, unknown>>;
  /** Work that belongs to it, as buttons: it runs when somebody says so, or when the configuration lets the schedule ask for it. */
  readonly offers?: readonly Offer[];
  /** What only a person can do. */
  readonly steps?: readonly ManualStep[];
}

/** A line of the command language that a digest offers. */
export interface Offer {
  readonly label: string;
  readonly line: string;
  /** The task with the input that the line asks for: what has one can be asked for by the schedule itself. */
  readonly asks?: Ask;
}

export type TaskOffer = Offer & { readonly asks: Ask };

/** Those of its offers that a schedule can ask for by itself. */
export function taskOffers({ offers = [] }: Pick<Checklist, 'offers'>): readonly TaskOffer[] {
  return offers.flatMap((offer) => (offer.asks ? [{ ...offer, asks: offer.asks }] : []));
}

/** A schedule that asks for a task instead of checks (`backup-nightly`). */
export interface ScheduledTask {
  readonly kind: 'scheduled task';
  readonly id: string;
  readonly title: string;
  /** None: it runs only where the configuration gives it a schedule. */
  readonly cron?: string;
  readonly on?: DayRule;
  readonly asks: Ask;
}

export function defineChecklist(checklist: Omit<Checklist, 'kind'>): Checklist {
  return { kind: 'checklist', ...checklist };
}

export function defineScheduledTask(task: Omit<ScheduledTask, 'kind'>): ScheduledTask {
  return { kind: 'scheduled task', ...task };
}
