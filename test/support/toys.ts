import { z } from 'zod';
import { ask } from '../../src/core/ask.ts';
import { defineCheck } from '../../src/core/check.ts';
import { defineChecklist, defineScheduledTask } from '../../src/core/checklist.ts';
import type { Definitions } from '../../src/core/definitions.ts';
import type { Finding } from '../../src/core/finding.ts';
import { defineTask } from '../../src/core/task.ts';
import type { Task } from '../../src/core/task.ts';

/** The world that toy tasks change: a house with rooms, and a list of all that was done. */
export interface World {
  rooms: number;
  /** Why every plan is void, until it is emptied. */
  stale: string | undefined;
  /** What every plan says besides its rooms. */
  facts: readonly string[];
  findings: readonly Finding[];
  /** What is found after cleaning up, where that differs. */
  cleaned?: readonly Finding[];
  readonly acts: string[];
  /** What happens besides at a place such as `dig` or `cleanUp`: a throw, a wait. */
  readonly at: Map<string, (signal: AbortSignal) => void | Promise<void>>;
}

export function createWorld(): World {
  return { rooms: 12, stale: undefined, facts: [], findings: [{ status: 'ok', summary: 'The house stands.' }], acts: [], at: new Map() };
}

const HouseInput = z.object({ house: z.string().max(20, 'a house has a short name').default('h1') });
const HouseWork = z.object({ house: z.string(), rooms: z.number() });

/** Tasks, checks and checklists that need no platform: `rebuild` needs a vote, `paint` and `measure` none. */
export function toyDefinitions(world: World): Definitions {
  const go = async (what: string, signal: AbortSignal) => {
    world.acts.push(what);
    await world.at.get(what)?.(signal);
  };
  const step = (id: string, again?: true) => ({
    id,
    does: `${id} it`,
    ...(again ? { again } : {}),
    act: ({ signal }: { readonly signal: AbortSignal }) => go(id, signal),
  });
  const body = {
    why: '',
    procedures: [],
    input: HouseInput,
    work: HouseWork,
    needs: [],
    locks: ({ house }: { readonly house: string }) => [house, 'yard'],
    async plan({ signal }: { readonly signal: AbortSignal }, { house }: { readonly house: string }) {
      await go('plan', signal);
      if (house === 'none') return { is: 'impossible' as const, why: 'There is no such house.' };
      if (house === 'done') return { is: 'nothing to do' as const, why: 'It stands already.' };
      const plan = { is: 'plan' as const, summary: `\`${house}\``, facts: [`${world.rooms} rooms`, ...world.facts], impact: 'noise' };
      return { ...plan, work: { house, rooms: world.rooms } };
    },
    async stale({ signal }: { readonly signal: AbortSignal }, { rooms }: { readonly rooms: number }) {
      await go('stale', signal);
      return world.stale ?? (rooms === world.rooms ? undefined : `there are ${world.rooms} rooms by now, not ${rooms}`);
    },
    async verify({ signal }: { readonly signal: AbortSignal }, _: unknown, aim?: 'finish' | 'clean up') {
      await go('verify', signal);
      return aim === 'clean up' ? (world.cleaned ?? world.findings) : world.findings;
    },
    settle: ({ signal }: { readonly signal: AbortSignal }) => go('settle', signal),
    cleanUp: ({ signal }: { readonly signal: AbortSignal }) => go('cleanUp', signal),
  };
  const steps = [step('dig'), step('close', true), step('roof')];
  const tearDown = defineTask({
    ...body,
    id: 'tear-down',
    title: 'Tear the house down',
    risk: 'destructive',
    irreversible: 'it is gone.',
    steps,
  });
  const rebuild = defineTask({
    ...body,
    id: 'rebuild',
    title: 'Rebuild the house',
    risk: 'destructive',
    steps,
    undoDays: 7,
    undo: ({ house }) => ask(tearDown, { house }),
  });
  const paint = defineTask({ ...body, id: 'paint', title: 'Paint the house', risk: 'change', steps });
  const measure = defineTask({ ...body, id: 'measure', title: 'Measure the house', risk: 'read', steps });
  const weather = defineCheck({
    id: 'weather',
    title: 'Weather',
    why: '',
    procedures: [],
    limits: z.object({}),
    needs: [],
    probe: ({ signal }) => go('weather', signal),
    judge: () => world.findings,
  });
  const morning = defineChecklist({ id: 'morning', title: 'Morning', cron: '0 8 * * *', items: [weather] });
  const nightly = defineScheduledTask({ id: 'nightly', title: 'Nightly paint', cron: '0 2 * * *', asks: ask(paint, { house: 'h1' }) });
  const tasks: readonly Task[] = [tearDown, rebuild, paint, measure];
  return {
    checks: new Map([[weather.id, weather]]),
    tasks: new Map(tasks.map((task) => [task.id, task])),
    checklists: new Map([[morning.id, morning]]),
    scheduledTasks: new Map([[nightly.id, nightly]]),
  };
}
