import { z } from 'zod';
import { isSchedule } from '../core/gate.ts';
import type { Person } from '../core/gate.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

const PersonRow = z.object({
  id: z.string(),
  name: z.string(),
  kind: z.enum(['member', 'guest', 'bot', 'gone', 'stranger']),
  groups: z.array(z.string()),
  checkedAt: z.date(),
});

/** Who somebody is, as Slack said; the bot's own schedule needs no row. */
export async function person(tx: Tx, id: string): Promise<Person | undefined> {
  return (await people(tx, [id]))[0];
}

export async function people(tx: Tx, ids: readonly string[]): Promise<readonly Person[]> {
  const schedules = ids.filter(isSchedule).map(scheduleItself);
  const rows = await tx.rows(sql`select id, name, kind, groups, checked_at as "checkedAt" from people where id = any(${ids})`, PersonRow);
  return [...schedules, ...rows];
}

/** Written by chat only. */
export async function upsertPeople(tx: Tx, found: readonly Omit<Person, 'checkedAt'>[]): Promise<void> {
  for (const { id, name, kind, groups } of found.toSorted((left, right) => left.id.localeCompare(right.id))) {
    await tx.execute(
      sql`insert into people (id, name, kind, groups) values (${id}, ${name}, ${kind}, ${groups})
          on conflict (id) do update set name = excluded.name, kind = excluded.kind, groups = excluded.groups, checked_at = now()`,
    );
  }
}

/**
 * Somebody known was looked up again; false when they are new. In which circles they are is kept by `setMembers`,
 * so whoever is in one that could not be read grows no younger.
 */
export async function renewPerson(
  tx: Tx,
  { id, name, kind }: Pick<Person, 'id' | 'name' | 'kind'>,
  unread: readonly string[],
): Promise<boolean> {
  const renewed = await tx.execute(
    sql`update people set name = ${name}, kind = ${kind}, checked_at = case when groups && ${unread}::text[] then checked_at else now() end where id = ${id}`,
  );
  return renewed === 1;
}

/** Somebody known is something else by now; who is not known is looked up when they speak. How long ago they were looked up stays as it is. */
export function changePerson(tx: Tx, { id, name, kind }: Pick<Person, 'id' | 'name' | 'kind'>): Promise<number> {
  return tx.execute(sql`update people set name = ${name}, kind = ${kind} where id = ${id}`);
}

/** Who is in a user group or a bound channel from now on, as far as they are known. */
export function setMembers(tx: Tx, circle: string, members: readonly string[]): Promise<number> {
  return tx.execute(
    sql`update people set groups = case when id = any(${members}::text[]) then array_append(groups, ${circle}::text) else array_remove(groups, ${circle}::text) end
        where (${circle}::text = any(groups)) <> (id = any(${members}::text[]))`,
  );
}

function scheduleItself(id: string): Person {
  return { id, name: id.replace('schedule:', 'the schedule '), kind: 'schedule', groups: [], checkedAt: new Date() };
}
