import { useState } from 'preact/hooks';
import { readStart, type Control, type Reply } from './control.ts';
import { Clock, FaultList, Limits, type Start } from './schemas.ts';
import { usePolled } from './use-polled.ts';

/** How the workspace is set at the moment; undefined until it has said so. */
export interface Settings {
  readonly start: Start;
  readonly faults: FaultList | undefined;
  readonly clock: Clock | undefined;
  readonly profile: string | undefined;
  /** What the last change was refused with; empty when it was not. */
  readonly problem: string;
  /** Carries out a control and reads everything anew. */
  readonly act: Control;
}

const EVERY_MS = 2000;

/** Reads the settings again and again: other people and scripts change them too. */
export function useSettings(control: Control, first: Start): Settings {
  const [state, setState] = useState<Omit<Settings, 'act' | 'problem'>>({
    start: first,
    faults: undefined,
    clock: undefined,
    profile: undefined,
  });
  const [problem, setProblem] = useState('');
  const read = async (): Promise<void> => {
    const [start, faults, clock, limits] = await Promise.all([
      readStart(),
      control('faults.list'),
      control('clock.read'),
      control('limits.read'),
    ]);
    setState((before) => ({
      start: start ?? before.start,
      faults: FaultList.safeParse(faults).data ?? before.faults,
      clock: Clock.safeParse(clock).data ?? before.clock,
      profile: Limits.safeParse(limits).data?.profile ?? before.profile,
    }));
  };
  usePolled(read, EVERY_MS, true);
  const act: Control = async (name, given) => {
    const reply = await control(name, given);
    setProblem(problemOf(reply));
    await read();
    return reply;
  };
  return { ...state, problem, act };
}

function problemOf({ ok, error, says }: Reply): string {
  if (ok) return '';
  return error === 'offline' ? 'The workspace does not answer.' : (says ?? error ?? 'That did not work.');
}
