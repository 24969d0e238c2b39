import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import type { Control } from './control.ts';
import { fieldsOf, type Field } from './fault-fields.ts';
import type { ActiveFault, FaultList, Kind } from './schemas.ts';

interface FaultsProps {
  readonly faults: FaultList;
  readonly act: Control;
}

/** Everything that can be made to go wrong. */
export function Faults({ faults: { standing, sudden, active }, act }: FaultsProps): JSX.Element {
  return (
    <>
      <p class="row">
        <span class="note">{active.length === 0 ? 'None is on' : `${active.length} on`}</span>
        <button type="button" disabled={active.length === 0} onClick={() => void act('faults.clear')}>
          All off
        </button>
      </p>
      <ul class="faults">
        {Object.entries(standing).map(([name, kind]) => (
          <Standing key={name} name={name} kind={kind} active={active.find((each) => each.name === name)} act={act} />
        ))}
        {Object.entries(sudden).map(([name, kind]) => (
          <Sudden key={name} name={name} kind={kind} act={act} />
        ))}
      </ul>
    </>
  );
}

type Values = Readonly<Record<string, string>>;

interface StandingProps {
  readonly name: string;
  readonly kind: Kind;
  readonly active: ActiveFault | undefined;
  readonly act: Control;
}

function Standing({ name, kind, active, act }: StandingProps): JSX.Element {
  const [values, setValues] = useState<Values>({});
  const [changed, setChanged] = useState(false);
  const fields = fieldsOf(kind, false);
  // Somebody else may have switched it on, with settings of their own.
  const shown = { ...presentValues(fields, active), ...values };
  const set = async (): Promise<void> => {
    const reply = await act('faults.set', { name, ...filled(shown) });
    if (reply.ok) setChanged(false);
  };
  const change = (next: Values): void => {
    setValues(next);
    setChanged(true);
  };
  return (
    <li class={active ? 'fault on' : 'fault'}>
      <label class="switch">
        <input
          type="checkbox"
          role="switch"
          checked={active !== undefined}
          onChange={({ currentTarget }) => void (currentTarget.checked ? set() : act('faults.clear', { name }))}
        />
        <span>{kind.title}</span>
        {active && <span class="struck">struck {active.struck === 1 ? 'once' : `${active.struck} times`}</span>}
      </label>
      <details>
        <summary>
          <code>{name}</code>
          <span class="hidden"> settings of “{kind.title}”</span>
        </summary>
        <Fields fields={fields} values={shown} change={change} />
        {active && changed && (
          <button type="button" onClick={() => void set()}>
            Use these settings
          </button>
        )}
      </details>
    </li>
  );
}

function Sudden({ name, kind, act }: Omit<StandingProps, 'active'>): JSX.Element {
  const [values, setValues] = useState<Values>({});
  return (
    <li class="fault sudden">
      <span class="row">
        <span>{kind.title}</span>
        <button type="button" aria-label={`Strike once: ${kind.title}`} onClick={() => void act('faults.set', { name, ...filled(values) })}>
          Strike once
        </button>
      </span>
      <Fields fields={fieldsOf(kind, true)} values={values} change={setValues} />
    </li>
  );
}

interface FieldsProps {
  readonly fields: readonly Field[];
  readonly values: Values;
  readonly change: (values: Values) => void;
}

function Fields({ fields, values, change }: FieldsProps): JSX.Element {
  return (
    <div class="fields">
      {fields.map((field) => (
        <label key={field.name}>
          {field.label}
          <OneField field={field} value={values[field.name] ?? ''} change={(value) => change({ ...values, [field.name]: value })} />
        </label>
      ))}
    </div>
  );
}

interface OneFieldProps {
  readonly field: Field;
  readonly value: string;
  readonly change: (value: string) => void;
}

function OneField({ field: { kind, hint, min, max, step }, value, change }: OneFieldProps): JSX.Element {
  if (typeof kind !== 'string') {
    return (
      <select value={value || kind[0]} onChange={({ currentTarget }) => change(currentTarget.value)}>
        {kind.map((each) => (
          <option key={each}>{each}</option>
        ))}
      </select>
    );
  }
  return (
    <input
      type={kind}
      placeholder={hint}
      value={value}
      min={min}
      max={max}
      step={step}
      onInput={({ currentTarget }) => change(currentTarget.value)}
    />
  );
}

function presentValues(fields: readonly Field[], active: ActiveFault | undefined): Values {
  const present = fields.flatMap(({ name }) => {
    const value = active?.[name];
    return typeof value === 'string' || typeof value === 'number' ? [[name, String(value)] as const] : [];
  });
  return Object.fromEntries(present);
}

function filled(values: Values): Values {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value.trim() !== ''));
}
