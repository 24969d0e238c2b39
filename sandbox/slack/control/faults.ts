import { z } from 'zod';
import {
  FaultSettings,
  isStandingFault,
  isSuddenFault,
  settingsOf,
  standingFaults,
  suddenFaults,
  type StandingFault,
  type SuddenFault,
} from '../faults/kinds.ts';
import { strikeOnce } from '../faults/once.ts';
import { defineControl, done } from './define.ts';

const allNames = [...Object.keys(standingFaults), ...Object.keys(suddenFaults)].join(', ');

const Name = z.string().transform((name, context): StandingFault | SuddenFault => {
  if (isStandingFault(name) || isSuddenFault(name)) return name;
  context.addIssue({ code: 'custom', message: `there is no fault "${name}", but: ${allNames}` });
  return z.NEVER;
});

const nobodyConnected = { status: 409, body: { ok: false, error: 'nobody_connected', says: 'The application has no open connection.' } };

export const listFaults = defineControl({
  name: 'faults.list',
  arguments: z.strictObject({}),
  answer: ({ faults }) => done({ standing: standingFaults, sudden: suddenFaults, active: faults.active() }),
});

/** Switches a fault on, or lets it strike at once where it is of that kind; 409 when nobody is connected whom it could strike. */
export const setFault = defineControl({
  name: 'faults.set',
  arguments: z.strictObject({ name: Name, ...FaultSettings.partial().shape }),
  async answer(world, { name, ...given }) {
    const settings = settingsOf(name, given);
    if (isStandingFault(name)) world.faults.set(name, settings);
    else if (!(await strikeOnce(world, name, settings))) return nobodyConnected;
    return done({ active: world.faults.active() });
  },
});

export const clearFaults = defineControl({
  name: 'faults.clear',
  arguments: z.strictObject({ name: Name.optional() }),
  answer({ faults }, { name }) {
    if (name === undefined || isStandingFault(name)) faults.clear(name);
    return done({ active: faults.active() });
  },
});
