import { z } from 'zod';
import type { Definitions } from '../core/definitions.ts';
import { OwnCheck } from '../core/own.ts';
import type { Own } from '../core/own.ts';

const id = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

/** Limits of the checks that there are; every other key is a check of the configuration's own, which says its kind. */
export function checksSchema<Shape extends z.ZodRawShape>(limits: Shape) {
  return z.object(limits).catchall(OwnCheck);
}

/** Those that have a kind, with their defaults filled in. */
export function ownChecksIn(checks: Readonly<Record<string, unknown>>): Own['checks'] {
  return Object.entries(checks).flatMap(([name, given]) => {
    const about = OwnCheck.safeParse(given).data;
    return about ? [{ id: name, about }] : [];
  });
}

const Within = z.object({ kind: z.string(), in: z.array(z.string()).catch([]).default([]) });

/** Names of checklists that there are not, ids that are none, and limits that no number could meet in their order. */
export function strangeChecklists(
  checks: Readonly<Record<string, unknown>>,
  steps: readonly { readonly in?: string | undefined }[],
  { checklists, checks: known, tasks }: Definitions,
): readonly string[] {
  const there = [...checklists.keys()].join(', ');
  const own = Object.entries(checks).flatMap(([name, given]) => {
    const within = known.has(name) ? undefined : Within.safeParse(given).data;
    return within ? [{ name, lists: within.in }] : [];
  });
  const named = own.flatMap(({ name }) =>
    id.test(name) && !checklists.has(name) && !tasks.has(name)
      ? []
      : [`checks.${name}: a name of lower-case letters, digits and dashes that nothing else bears`],
  );
  const lists = own.flatMap(({ name, lists: within }) =>
    within.flatMap((list) => (checklists.has(list) ? [] : [`checks.${name}.in: “${list}” is no checklist (${there})`])),
  );
  const stepLists = steps.flatMap(({ in: list }, index) =>
    list === undefined || checklists.has(list) ? [] : [`steps.${index}.in: “${list}” is no checklist (${there})`],
  );
  return [...named, ...lists, ...stepLists];
}
