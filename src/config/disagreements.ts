import { z } from 'zod';
import type { Definitions } from '../core/definitions.ts';
import { limitsInWrongOrder } from './limits-order.ts';
import { strangeChecklists } from './own.ts';
import { Rule, rulesAgainstEachOther } from './rules-order.ts';
import { strangeSchedules } from './schedules.ts';

/** What of the file can be read at all; a part that cannot is the schema's mistake, and nothing is compared with it. */
const Readable = z.object({
  slack: z
    .object({ channels: z.record(z.string(), z.unknown()) })
    .optional()
    .catch(undefined),
  people: z.record(z.string(), z.unknown()).default({}).or(z.undefined()).catch(undefined),
  environments: z
    .record(
      z.string(),
      z.object({ channel: z.string().optional().catch(undefined), incidents: z.string().optional().catch(undefined) }).catch({}),
    )
    .optional()
    .catch(undefined),
  policies: z.array(Rule.catch({})).catch([]),
  checks: z.record(z.string(), z.unknown()).catch({}),
  schedules: z.record(z.string(), z.unknown()).catch({}),
  steps: z.array(z.object({ in: z.string().optional().catch(undefined) }).catch({})).catch([]),
});

/**
 * The mistakes that no key has alone: names that nobody bears, rules against each other, limits in the wrong order.
 * Read from the raw file, so that they are told together with those of the schema.
 */
export function disagreements(raw: unknown, definitions: Definitions): readonly string[] {
  const readable = Readable.safeParse(raw);
  if (!readable.success) return [];
  const { slack, people, environments, policies, checks, schedules, steps } = readable.data;
  const channels = Object.entries(environments ?? {}).flatMap(([name, { channel, incidents }]) => [
    ...unknownNames(`environments.${name}.channel`, channel, slack?.channels, 'slack.channels'),
    ...unknownNames(`environments.${name}.incidents`, incidents, slack?.channels, 'slack.channels'),
  ]);
  const rules = policies.flatMap(({ environment, ask = [], approve = [] }, index) => [
    ...unknownNames(`policies.${index}.environment`, environment, environments, 'environments'),
    ...ask.flatMap((name) => unknownPeople(`policies.${index}.ask`, name, people)),
    ...approve.flatMap((name) => unknownPeople(`policies.${index}.approve`, name, people)),
  ]);
  return [
    ...channels,
    ...rules,
    ...rulesAgainstEachOther(policies),
    ...limitsInWrongOrder(checks, definitions),
    ...strangeChecklists(checks, steps, definitions),
    ...strangeSchedules(schedules, definitions),
  ];
}

type Names = Readonly<Record<string, unknown>> | undefined;

function unknownNames(path: string, name: string | undefined, among: Names, where: string): readonly string[] {
  if (name === undefined || among === undefined || Object.hasOwn(among, name)) return [];
  return [`${path}: “${name}” is not among ${where} (${Object.keys(among).join(', ') || 'none'})`];
}

function unknownPeople(path: string, name: string, people: Names): readonly string[] {
  if (name === 'members') return [];
  return unknownNames(path, name, people, 'people').map(
    (problem) => `${problem}; “members” means every full member of the environment’s channel`,
  );
}
