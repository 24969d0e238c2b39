import type { JSX } from 'preact';
import type { Verdict } from './schemas.ts';

interface Problem {
  readonly what: string;
  readonly says: string;
  readonly times: number;
  /** The newest one. */
  readonly seq: number;
}

/** Whether the application behaves, in one line; what it does wrong, worst first. */
export function VerdictView({
  verdict,
  show,
}: {
  readonly verdict: Verdict | undefined;
  readonly show: (seq: number) => void;
}): JSX.Element {
  if (!verdict) return <section class="verdict">Reading the traffic…</section>;
  const { clean, waiting, unsent, faulted } = verdict;
  const problems = worstFirst(verdict);
  const notes = [
    waiting > 0 ? `${waiting} still without an answer or ack` : '',
    unsent > 0 ? `${unsent} not sent: nobody was connected` : '',
    faulted > 0 ? `${faulted} made to fail by faults` : '',
  ].filter((note) => note !== '');
  return (
    <section class={clean ? 'verdict clean' : problems.length > 0 ? 'verdict bad' : 'verdict'} aria-label="Verdict">
      <p role="status">
        <strong>{headline(verdict)}</strong>
      </p>
      {problems.length > 0 && (
        <ol>
          {problems.map(({ what, says, times, seq }) => (
            <li key={`${what}: ${says}`}>
              <button type="button" onClick={() => show(seq)}>
                <code>{what}</code> {says}
              </button>
              {times > 1 && <span class="note"> {times} times</span>}
            </li>
          ))}
        </ol>
      )}
      {notes.length > 0 && <p class="note">{notes.join(' · ')}</p>}
    </section>
  );
}

function headline({ clean, bad, waiting }: Verdict): string {
  if (clean) return 'Clean: no unacked envelope, no error, no warning';
  if (bad === 0) return `Waiting for ${waiting === 1 ? 'one answer or ack' : `${waiting} answers or acks`}`;
  return bad === 1 ? 'One problem' : `${bad} problems`;
}

/** Broken promises come before calls that cannot work at all, those before other errors, and warnings last. */
function weight({ says }: Problem): number {
  const order = [/workspace/, /no ack|connection ended/, /unknown_method/, /^(?!warning)/];
  return order.findIndex((kind) => kind.test(says)) >>> 0;
}

function worstFirst({ problems }: Verdict): readonly Problem[] {
  const grouped = new Map<string, Problem>();
  for (const { what, says, seq } of problems) {
    const key = `${what}: ${says}`;
    grouped.set(key, { what, says, seq, times: (grouped.get(key)?.times ?? 0) + 1 });
  }
  return [...grouped.values()].toSorted((one, other) => weight(one) - weight(other) || other.times - one.times);
}
