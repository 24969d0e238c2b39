import { Absent } from '../core/errors.ts';
import type { Look } from '../core/look.ts';
import type { PortName, Ports, Writers } from '../ports/index.ts';

/**
 * The ports that a definition named, and no others. One that the environment has not got throws `Absent`
 * with its reason, so that no check and no task has to ask.
 */
export function portsFor(ports: Ports, needs: readonly PortName[]): Pick<Writers, PortName> {
  const found: Partial<Record<PortName, unknown>> = {};
  for (const name of needs) {
    const port = ports[name];
    if ('absent' in port) throw new Absent(port.absent);
    found[name] = port;
  }
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- only the named ports are there, and a definition's type lets it see only those that it named
  return found as Pick<Writers, PortName>;
}

export function lookWith(
  ports: Ports,
  needs: readonly PortName[],
  around: { readonly now: Date; readonly signal: AbortSignal; readonly runId?: number; readonly zone?: string },
): Look<PortName> {
  return { ...around, ...portsFor(ports, needs) };
}
