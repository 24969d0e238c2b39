import { OpenStep } from '../core/step.ts';
import { sql } from '../lib/sql.ts';
import type { Tx } from './store.ts';

const columns = sql`id, environment, checklist, step, title, run, state, owner, note, due_at as "dueAt", opened_at as "openedAt", carried, closed_by as "closedBy"`;

export interface NewStep {
  readonly environment: string;
  readonly checklist?: string;
  readonly step?: string;
  readonly title: string;
  readonly run?: number;
  readonly owner?: string;
  readonly dueAt: Date;
  readonly by: string;
}

/** Opens a step; one of its checklist that is still open is carried over to this run and keeps its number, owner and due date. */
export async function openStep(tx: Tx, step: NewStep): Promise<OpenStep> {
  const rows = await tx.rows(
    sql`insert into steps (environment, checklist, step, title, run, owner, due_at, opened_by)
        values (${step.environment}, ${step.checklist ?? null}, ${step.step ?? null}, ${step.title}, ${step.run ?? null}, ${step.owner ?? null}, ${step.dueAt}, ${step.by})
        on conflict (environment, checklist, step) where state = 'open' do update set run = excluded.run, title = excluded.title,
          carried = case when steps.run is distinct from excluded.run then steps.carried + 1 else steps.carried end
        returning ${columns}`,
    OpenStep,
  );
  const [opened] = rows;
  if (!opened) throw new Error('a step that was opened cannot be found');
  return opened;
}

export async function stepById(tx: Tx, id: number): Promise<OpenStep | undefined> {
  return (await tx.rows(sql`select ${columns} from steps where id = ${id}`, OpenStep))[0];
}

/** Those that the card of a run shows. */
export function stepsOfRun(tx: Tx, run: number): Promise<readonly OpenStep[]> {
  return tx.rows(sql`select ${columns} from steps where run = ${run} order by id`, OpenStep);
}

/** All that are open, or those of one environment or owner (null: of nobody); what is due first comes first. */
export function openSteps(tx: Tx, about: { readonly environment?: string; readonly owner?: string | null }): Promise<readonly OpenStep[]> {
  const { environment = null, owner } = about;
  const whose = owner === undefined ? sql`true` : sql`owner is not distinct from ${owner}::text`;
  return tx.rows(
    sql`select ${columns} from steps where state = 'open' and (${environment}::text is null or environment = ${environment})
          and ${whose} order by due_at, id limit 100`,
    OpenStep,
  );
}

/** Ticks it off, or leaves it out. Undefined: it is not open any more. */
export async function closeStep(
  tx: Tx,
  id: number,
  as: { readonly state: 'done' | 'skipped'; readonly by: string; readonly note?: string },
): Promise<OpenStep | undefined> {
  const rows = await tx.rows(
    sql`update steps set state = ${as.state}, closed_at = now(), closed_by = ${as.by}, note = ${as.note ?? null} where id = ${id} and state = 'open' returning ${columns}`,
    OpenStep,
  );
  return rows[0];
}

/** Gives an open step to somebody, or another due date. */
export async function changeStep(
  tx: Tx,
  id: number,
  to: { readonly owner?: string; readonly dueAt?: Date },
): Promise<OpenStep | undefined> {
  const rows = await tx.rows(
    sql`update steps set owner = coalesce(${to.owner ?? null}, owner), due_at = coalesce(${to.dueAt ?? null}, due_at),
          reminded_at = case when ${to.dueAt !== undefined} then null else reminded_at end
        where id = ${id} and state = 'open' returning ${columns}`,
    OpenStep,
  );
  return rows[0];
}

/** Those that are due and of which nobody was reminded for so many hours; they count as reminded from now on. */
export function toBeReminded(tx: Tx, environment: string, now: Date, hours: number): Promise<readonly OpenStep[]> {
  return tx.rows(
    sql`update steps set reminded_at = ${now} where state = 'open' and environment = ${environment} and due_at <= ${now}
          and (reminded_at is null or reminded_at < ${now}::timestamptz - make_interval(hours => ${hours})) returning ${columns}`,
    OpenStep,
  );
}

/** Whether this step of a checklist was closed within so many hours. */
export async function wasClosedLately(
  tx: Tx,
  about: { readonly environment: string; readonly checklist: string; readonly step: string },
  hours: number,
): Promise<boolean> {
  const rows = await tx.rows(
    sql`select ${columns} from steps where environment = ${about.environment} and checklist = ${about.checklist} and step = ${about.step}
          and state <> 'open' and closed_at > now() - make_interval(hours => ${hours}) limit 1`,
    OpenStep,
  );
  return rows.length > 0;
}
