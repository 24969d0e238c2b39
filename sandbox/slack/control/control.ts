import { z } from 'zod';
import type { World } from '../world.ts';
import { advanceClock, readClock } from './clock.ts';
import { clearFaults, listFaults, setFault } from './faults.ts';
import { readLimits, setLimits } from './limits.ts';
import { setPerson } from './people.ts';
import { checkTraffic, clearTraffic, listTraffic } from './traffic.ts';

/** The answer of a control; `status` is that of HTTP. */
export interface ControlAnswer {
  readonly status: number;
  readonly body: Readonly<Record<string, unknown>>;
}

/** One thing that can be done with the workspace itself, which no application may do. */
export interface Control {
  readonly name: string;
  answer(world: World, given: Readonly<Record<string, unknown>>): Promise<ControlAnswer>;
}

const controls: ReadonlyMap<string, Control> = new Map(
  [
    advanceClock,
    checkTraffic,
    clearFaults,
    clearTraffic,
    listFaults,
    listTraffic,
    readClock,
    readLimits,
    setFault,
    setLimits,
    setPerson,
  ].map((control) => [control.name, control]),
);

/** Carries out a control for the owner of the control token. */
export async function runControl(
  world: World,
  name: string,
  token: string | undefined,
  given: Readonly<Record<string, unknown>>,
): Promise<ControlAnswer> {
  if (token !== world.secrets.control) return failed(401, 'control_token_wrong', 'The token stands in tokens.json, under "control".');
  const control = controls.get(name);
  if (!control) return failed(404, 'unknown_control', `There are: ${[...controls.keys()].join(', ')}.`);
  try {
    return await control.answer(world, given);
  } catch (error) {
    if (error instanceof z.ZodError) return failed(400, 'invalid_arguments', z.prettifyError(error));
    throw error;
  }
}

function failed(status: number, error: string, says: string): ControlAnswer {
  return { status, body: { ok: false, error, says } };
}
