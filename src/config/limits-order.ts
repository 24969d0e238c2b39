import { z } from 'zod';
import type { Definitions } from '../core/definitions.ts';

const Numbers = z.record(z.string(), z.number().optional().catch(undefined));

/** Limits of which the warning would never be seen: critical is reached before it, in the direction that the defaults show. */
export function limitsInWrongOrder(checks: Readonly<Record<string, unknown>>, definitions: Definitions): readonly string[] {
  return Object.entries(checks).flatMap(([id, given]) => {
    const defaults = Numbers.safeParse(definitions.checks.get(id)?.limits.parse({}));
    const configured = Numbers.safeParse(given);
    if (!defaults.success || !configured.success) return [];
    const known = defaults.data;
    const used = (key: string) => configured.data[key] ?? known[key];
    return Object.keys(known).flatMap((key) => {
      const criticalKey = key.replace(/warn$/, 'critical').replace(/Warn$/, 'Critical');
      const [warn, critical] = [used(key), used(criticalKey)];
      if (criticalKey === key || warn === undefined || critical === undefined) return [];
      const highIsBad = (known[key] ?? 0) <= (known[criticalKey] ?? 0);
      if (highIsBad ? warn <= critical : warn >= critical) return [];
      const told = (name: string, value: number) => `${name} ${value}${configured.data[name] === undefined ? ' (default)' : ''}`;
      return [
        `checks.${id}: ${told(key, warn)} is beyond ${told(criticalKey, critical)}; it must be ${highIsBad ? 'at most' : 'at least'} that`,
      ];
    });
  });
}
