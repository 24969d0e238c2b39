import type { Answer } from '../core/answer.ts';
import type { Caller } from '../core/command.ts';
import { append } from '../store/log.ts';
import { runById } from '../store/runs.ts';
import type { Deps } from './deps.ts';

/** Logs that something was asked of a run and refused, once for each asking; nothing else was changed, so one statement is enough. */
export async function logRefusal(
  deps: Pick<Deps, 'store'>,
  { run: id, does }: { readonly run: number; readonly does: string },
  caller: Caller,
  answering: Promise<Answer>,
): Promise<Answer> {
  const answer = await answering;
  if (answer.is !== 'refused') return answer;
  const run = await runById(deps.store, id);
  await append(deps.store, {
    kind: 'refused',
    key: `refused:${caller.key}`,
    by: caller.by,
    // A number that nobody has yet must not stand in the story of the run that will have it.
    ...(run && { run: id, environment: run.environment }),
    body: { does, why: answer.why },
  });
  return answer;
}
