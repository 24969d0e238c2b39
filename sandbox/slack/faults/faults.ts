import type { Clock } from '../clock.ts';
import type { Traffic } from '../traffic/traffic.ts';
import type { StandingFault, FaultSettings } from './kinds.ts';
import { createDice } from './dice.ts';

/** A fault that is switched on, and how often it struck so far. */
export interface ActiveFault extends FaultSettings {
  readonly name: StandingFault;
  readonly struck: number;
}

/** What is made to go wrong at the moment. */
export interface Faults {
  /** Switches a fault on, or gives it other settings and a new beginning of its dice. */
  set(name: StandingFault, settings: FaultSettings): void;
  /** Switches one off, or all. */
  clear(name?: StandingFault): void;
  active(): readonly ActiveFault[];
  /** Asked wherever a fault could strike: its settings when it does. `about` is the method, or the type and the event of an envelope. */
  strike(name: StandingFault, ...about: readonly string[]): FaultSettings | undefined;
}

interface Armed {
  readonly settings: FaultSettings;
  readonly roll: () => number;
  readonly until: number;
  struck: number;
}

export function createFaults(clock: Clock, traffic: Traffic): Faults {
  const armed = new Map<StandingFault, Armed>();

  function isOver({ settings: { times }, struck, until }: Armed): boolean {
    return until <= clock.now().getTime() || (times !== undefined && struck >= times);
  }

  return {
    set(name, settings) {
      const until = settings.seconds === undefined ? Number.POSITIVE_INFINITY : clock.now().getTime() + settings.seconds * 1000;
      armed.set(name, { settings, roll: createDice(settings.seed), until, struck: 0 });
    },
    clear(name) {
      if (name === undefined) armed.clear();
      else armed.delete(name);
    },
    active: () => [...armed].filter(([, fault]) => !isOver(fault)).map(([name, { settings, struck }]) => ({ ...settings, name, struck })),
    strike(name, ...about) {
      const fault = armed.get(name);
      if (!fault || isOver(fault)) return undefined;
      const { settings, roll } = fault;
      if (settings.only !== undefined && !about.includes(settings.only)) return undefined;
      if (roll() >= settings.rate) return undefined;
      fault.struck += 1;
      traffic.note(
        { is: 'fault', what: name, by: 'workspace', given: about },
        { state: 'faulted', says: `struck ${about.join(' ')}`.trim() },
      );
      return settings;
    },
  };
}
