import type { Kind, Parameter } from './schemas.ts';

/** One thing that a fault can be told. What is left empty is not sent, and the workspace's own default holds. */
export interface Field {
  readonly name: 'rate' | 'times' | 'seconds' | 'seed' | Parameter;
  readonly label: string;
  readonly kind: 'number' | 'text' | readonly string[];
  readonly min?: number;
  readonly max?: number;
  readonly step?: number | 'any';
  readonly hint: string;
}

const always: readonly Field[] = [
  { name: 'rate', label: 'Rate, 0 to 1', kind: 'number', min: 0, max: 1, step: 'any', hint: '1' },
  { name: 'times', label: 'At most so many times', kind: 'number', min: 1, step: 1, hint: 'no end' },
  { name: 'seconds', label: 'For so many seconds', kind: 'number', min: 1, step: 'any', hint: 'no end' },
  { name: 'seed', label: 'Seed of the dice', kind: 'number', step: 1, hint: '1' },
];

const own: Readonly<Record<Parameter, Omit<Field, 'name'>>> = {
  only: { label: 'Only this method, type or event', kind: 'text', hint: 'all' },
  ms: { label: 'Milliseconds', kind: 'number', min: 0, max: 600_000, step: 1, hint: '2000' },
  status: { label: 'HTTP status', kind: 'number', min: 400, max: 599, step: 1, hint: '500' },
  error: { label: 'Error', kind: 'text', hint: 'internal_error' },
  retryAfter: { label: 'Retry-After in seconds, 0 for none', kind: 'number', min: 0, step: 1, hint: '1' },
  reason: { label: 'Reason', kind: ['refresh_requested', 'warning', 'link_disabled', 'too_many_websockets'], hint: '' },
};

/** The fields of a fault; sudden ones strike at once and have neither rate nor end. */
export function fieldsOf({ parameters, defaults = {} }: Kind, isSudden: boolean): readonly Field[] {
  const special = parameters.map((name): Field => ({ name, ...own[name], hint: String(defaults[name] ?? own[name].hint) }));
  return isSudden ? special : [...special, ...always];
}
