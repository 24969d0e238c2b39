import type { z } from 'zod';
import type { PortName } from '../ports/index.ts';
import type { Ask } from './ask.ts';
import type { Finding } from './finding.ts';
import type { Json } from './json.ts';
import type { Act, Look } from './look.ts';
import type { Run } from './run.ts';

/** What people read and approve (`summary`, `facts`, `impact`), and the very `work` that the steps get. */
export type Plan<Work> =
  | {
      readonly is: 'plan';
      readonly summary: string;
      readonly facts: readonly string[];
      readonly impact: string;
      /** Expected duration, where it is known. */
      readonly seconds?: number;
      readonly work: Work;
    }
  | { readonly is: 'nothing to do' | 'impossible'; readonly why: string };

/** One step. It may be begun again after a crash, so it looks before it acts. */
export interface Step<Work, Need extends PortName> {
  readonly id: string;
  readonly does: string;
  /** Its effect does not outlive the attempt, so resume does it again. */
  readonly again?: true;
  /** Whether this work has the step at all; it has unless told. */
  when?(work: Work): boolean;
  act(act: Act<Need>, work: Work): Promise<void>;
}

interface Body<Input, Work, Need extends PortName> {
  readonly kind: 'task';
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly procedures: readonly string[];
  readonly input: z.ZodType<Input>;
  readonly work: z.ZodType<Work>;
  readonly needs: readonly Need[];
  /** Ids of checks that this work makes ill while it runs. */
  readonly mutes?: readonly string[];
  /** The machine may run it again after a crash without asking. */
  readonly repeatable?: true;
  /** It only adds, and its absence would hurt: a freeze does not hold it. */
  readonly goesOnInFreeze?: true;
  locks(work: NoInfer<Work>): readonly string[];
  plan(look: Look<Need>, input: NoInfer<Input>): Promise<Plan<NoInfer<Work>>>;
  /** Why the approval is void; tolerances live here. `done` are the ids of finished steps. */
  stale(look: Look<Need>, work: NoInfer<Work>, done: readonly string[]): Promise<string | undefined>;
  readonly steps: readonly Step<NoInfer<Work>, Need>[];
  /** By itself after an interruption: back to serving, never forward, nothing thrown away. */
  settle?(act: Act<Need>, work: NoInfer<Work>): Promise<void>;
  /** The `finally` that survives a crash; runs from any point. */
  cleanUp?(act: Act<Need>, work: NoInfer<Work>): Promise<void>;
  /** Looks at the effect in the world; its findings are the receipt. After cleaning up it is right that nothing was done; without an aim it is to be finished. */
  verify(look: Look<Need>, work: NoInfer<Work>, aim?: Run['aim']): Promise<readonly Finding[]>;
}

/** How bad it can get, and the way back: a destructive task names its undo or says why there is none. */
type WayBack<Work> =
  | { readonly risk: 'read' }
  | { readonly risk: 'change'; undo?(work: Work): Ask }
  | { readonly risk: 'destructive'; readonly undoDays: number; undo(work: Work): Ask }
  | { readonly risk: 'destructive'; readonly irreversible: string };

export type Risk = 'read' | 'change' | 'destructive';
export type Task<Input = unknown, Work = unknown, Need extends PortName = PortName> = Body<Input, Work, Need> & WayBack<Work>;

/** A freeze holds what changes something, unless it only adds. */
export function isHeldByFreeze({ risk, goesOnInFreeze }: { readonly risk: Risk; readonly goesOnInFreeze?: true }): boolean {
  return risk !== 'read' && goesOnInFreeze !== true;
}

export function defineTask<Input, Work extends Json, const Need extends PortName>(
  task: Omit<Body<Input, Work, Need>, 'kind'> & WayBack<NoInfer<Work>>,
): Task<Input, Work, Need> {
  return { kind: 'task', ...task };
}
