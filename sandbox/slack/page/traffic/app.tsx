import type { ComponentChildren, JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Control } from './control.ts';
import { Faults } from './faults.tsx';
import { Bar, ofTheApplication, List } from './list.tsx';
import type { Start } from './schemas.ts';
import { ClockPanel, LimitsPanel, PeoplePanel } from './settings.tsx';
import { useSettings } from './use-settings.ts';
import { useTraffic } from './use-traffic.ts';
import { VerdictView } from './verdict.tsx';

interface AppProps {
  readonly first: Start;
  readonly control: Control;
}

/** The page for somebody who develops an application: what passes, and what is made to go wrong. */
export function App({ first, control }: AppProps): JSX.Element {
  const [paused, pause] = useState(false);
  const [filter, setFilter] = useState(ofTheApplication);
  const traffic = useTraffic(control, paused);
  const { start, faults, clock, profile, problem, act } = useSettings(control, first);
  const show = (seq: number): void => {
    // An entry that the filter hides could not be shown.
    setFilter(ofTheApplication);
    requestAnimationFrame(() => reveal(seq));
  };
  return (
    <div class="traffic">
      <header class="top">
        <h1>Traffic</h1>
        <span class={traffic.connected ? 'link up' : 'link'} role="status">
          {traffic.connected ? (paused ? 'paused' : 'live') : 'connecting…'}
        </span>
        <a href="/">{start.team.name}</a>
      </header>
      <VerdictView verdict={traffic.verdict} show={show} />
      <main>
        <Bar filter={filter} change={setFilter} paused={paused} pause={pause} clear={() => void traffic.clear()} />
        <List start={start} entries={traffic.entries} filter={filter} reading={traffic.reading} />
      </main>
      <aside aria-label="Controls">
        <p class="refused" role="alert">
          {problem}
        </p>
        <Panel title="Clock">{clock && <ClockPanel clock={clock} act={act} />}</Panel>
        <Panel title="Rate limits" note={profile}>
          {profile !== undefined && <LimitsPanel profile={profile} act={act} />}
        </Panel>
        <Panel title="Faults" note={faults && faults.active.length > 0 ? `${faults.active.length} on` : ''}>
          {faults && <Faults faults={faults} act={act} />}
        </Panel>
        <Panel title="People">
          <PeoplePanel people={start.people} act={act} />
        </Panel>
      </aside>
    </div>
  );
}

function reveal(seq: number): void {
  const entry = document.getElementById(`entry-${seq}`);
  if (!(entry instanceof HTMLDetailsElement)) return;
  entry.open = true;
  entry.scrollIntoView({ block: 'center' });
  entry.querySelector('summary')?.focus();
}

interface PanelProps {
  readonly title: string;
  readonly note?: string | undefined;
  readonly children: ComponentChildren;
}

/** Open where there is room for it beside the list. */
function Panel({ title, note = '', children }: PanelProps): JSX.Element {
  const [open] = useState(() => matchMedia('(min-width: 900px)').matches);
  return (
    <details class="panel" open={open}>
      <summary>
        <h2>{title}</h2>
        <span class="note">{note}</span>
      </summary>
      {children}
    </details>
  );
}
