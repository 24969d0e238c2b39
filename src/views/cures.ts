import type { Button } from '@slack/types';
import type { Remedy } from '../core/finding.ts';
import { environmentButton } from './blocks.ts';

/** Gives the button that cures a finding, beside which it stands; undefined where it has none, or where one further up does the same. */
export function cureButtons(environment: string): (remedies: readonly Remedy[] | undefined, place: number) => Button | undefined {
  const offered = new Set<string>();
  return (remedies = [], place) => {
    const cure = remedies.find((remedy) => remedy.kind === 'line');
    if (cure?.kind !== 'line' || offered.has(cure.line)) return undefined;
    offered.add(cure.line);
    return environmentButton(environment, cure, place);
  };
}
