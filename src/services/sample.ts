import { keepSamples } from '../store/samples.ts';
import { runCheck } from './check.ts';
import type { WorkerDeps } from './deps.ts';

/** Long enough for every check's own limit. */
const limitMs = 60_000;

/**
 * Asks the checks that cost little and keeps their numbers: a trend needs more than one a day. Nobody is told anything here,
 * and what could not be seen is no number.
 */
export async function takeSamples(
  deps: Pick<WorkerDeps, 'store' | 'ports' | 'settings' | 'definitions' | 'environment' | 'clock'>,
): Promise<void> {
  const now = deps.clock();
  const around = { ports: deps.ports, limits: deps.settings.limits, now, signal: AbortSignal.timeout(limitMs) };
  const sampled = [...deps.definitions.checks.values()].filter(({ isSampled }) => isSampled === true);
  const said = await Promise.all(sampled.map((check) => runCheck(check, around)));
  await keepSamples(
    deps.store,
    deps.environment,
    now,
    said.flatMap(({ samples }) => samples),
  );
}
