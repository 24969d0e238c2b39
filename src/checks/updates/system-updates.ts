import { z } from 'zod';
import { defineCheck } from '../../core/check.ts';
import type { Finding } from '../../core/finding.ts';
import { foreignCodes } from '../../lib/foreign.ts';
import { ago, duration, plural } from '../../lib/words.ts';
import type { SystemUpdates } from '../../ports/updates.ts';
import { pendingTable } from './pending.ts';

type Measure = SystemUpdates & { readonly now: Date };

const hourMs = 3_600_000;

/** It reads what apt would do and applies nothing: the guide's `apt upgrade -y` upgrades everything and may restart the engine. */
export const systemUpdates = defineCheck({
  id: 'system-updates',
  title: 'Updates of the system',
  why: 'A hole that is known and closed elsewhere is the one that is tried first.',
  procedures: ['S21', 'S25', 'S74'],
  limits: z.object({
    warn: z.number().default(1).describe('pending security updates'),
    critical: z.number().default(20).describe('pending security updates'),
    listHours: z.number().default(48).describe('hours since the lists of packages were refreshed: older ones offer nothing'),
  }),
  needs: ['updates'],
  timeoutMs: 90_000,
  probe: async ({ updates, now, signal }): Promise<Measure> => ({ ...(await updates.system(signal)), now }),
  judge: (measure, limits) => [...stale(measure, limits.listHours), pendingOf(measure, limits), ...reboot(measure)],
});

function stale({ listsAt, now }: Measure, limitHours: number): readonly Finding[] {
  const age = listsAt === undefined ? undefined : now.getTime() - listsAt.getTime();
  if (age !== undefined && age < limitHours * hourMs) return [];
  const when = listsAt === undefined ? 'were never refreshed' : `were refreshed ${ago(listsAt, now)}`;
  return [
    {
      status: 'unknown',
      subject: 'lists of packages',
      summary: `The lists of packages ${when} (limit ${duration(limitHours * hourMs)}): what came since is unknown.`,
      remedies: [{ kind: 'advice', text: 'Run `apt-get update` on the host, and let it do so by itself (unattended-upgrades).' }],
    },
  ];
}

function pendingOf({ pending, held }: Measure, { warn, critical }: { readonly warn: number; readonly critical: number }): Finding {
  const security = pending.filter(({ isSecurity }) => isSecurity === true);
  const value = security.length;
  const status = value >= critical ? 'critical' : value >= warn ? 'warn' : 'ok';
  const names = foreignCodes(
    security.map(({ name }) => name),
    3,
    60,
  );
  const heldBack = held.length === 0 ? '' : `; held back by hand: ${foreignCodes(held, 3, 60)}`;
  const of = value === 0 ? '' : ` (${names})`;
  return {
    status,
    summary: `${plural(value, 'security update')} of ${plural(pending.length, 'pending one')}${of}${heldBack}.`,
    measure: { value, unit: 'count' },
    threshold: { warn, critical },
    table: pendingTable(pending),
    ...(status !== 'ok' && { remedies: [{ kind: 'advice', text: 'Make a backup, then install those of security alone.' }] }),
  };
}

function reboot({ needsReboot }: Measure): readonly Finding[] {
  if (!needsReboot) return [];
  const summary = 'The host wants to be restarted: what was updated runs only from then on.';
  return [
    {
      status: 'warn',
      subject: 'restart',
      summary,
      remedies: [{ kind: 'advice', text: 'Plan it for a quiet hour, behind a fresh backup.' }],
    },
  ];
}
