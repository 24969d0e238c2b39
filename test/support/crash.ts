import pg from 'pg';
import { patienceSeconds } from './patience.ts';

/** What a worker says to the bot's store, as the moment at which it dies. */
export type Said = `step begun ${number}` | `step ended ${number}` | 'ended';

/** Any key: advisory locks are per database, and each house has its own. */
const gate = 4711;

/** Lets tests hear what the worker says to the store, and hold it where it wants to go on. */
export async function installGate(store: pg.Pool): Promise<void> {
  await store.query(`
    create table crash_gate (run bigint, said text);
    create function crash_gate() returns trigger language plpgsql as $$
    declare
      of_run bigint := case when tg_table_name = 'runs' then to_jsonb(new)->>'id' else to_jsonb(new)->>'run' end;
      now_said text := 'ended';
    begin
      if tg_table_name = 'runs' then now_said := 'step begun ' || coalesce(new.progress->>'step', '-');
      elsif new.kind = 'step' then now_said := 'step ended ' || (select count(*) from log where run = new.run and kind = 'step');
      end if;
      if exists (select from crash_gate g where g.run = of_run and g.said = now_said) then perform pg_advisory_xact_lock_shared(${gate}); end if;
      perform pg_notify('crash', of_run || ' ' || now_said);
      return null;
    end $$;
    create trigger crash_gate after update of progress on runs for each row when (new.progress is distinct from old.progress) execute function crash_gate();
    create trigger crash_gate_log after insert on log for each row when (new.kind in ('step', 'ended')) execute function crash_gate();`);
}

/** A run that can come as far as `at` and, however fast it is, not past what it says next. */
export interface Ambush {
  /** Resolves when the run has come to `at`. */
  readonly there: Promise<void>;
  /** To be called when the worker is dead: what it had wanted to say was never said. */
  lift(): Promise<void>;
}

/** Without it a restore of a few thousand rows is over before the signal has reached its worker. */
export async function layAmbush(store: pg.Pool, run: number, at: Said, lastStep: number): Promise<Ambush> {
  const client = new pg.Client({ connectionString: store.options.connectionString });
  await client.connect();
  await client.query('select pg_advisory_lock($1)', [gate]);
  await client.query('insert into crash_gate values ($1, $2)', [run, after(at, lastStep)]);
  await client.query('listen crash');
  const there = new Promise<void>((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(`run ${run} never came to ${at}`)), patienceSeconds * 1000);
    client.on('notification', ({ payload }) => {
      if (payload !== `${run} ${at}`) return;
      clearTimeout(late);
      resolve();
    });
  });
  return {
    there,
    async lift() {
      // The server does not notice that its client is dead while it waits: ended, it cannot commit what nobody asked it to.
      await client.query(
        `select pg_terminate_backend(pid, 5000) from pg_locks where locktype = 'advisory' and not granted and objid = $1 and database = (select oid from pg_database where datname = current_database())`,
        [gate],
      );
      await client.query('delete from crash_gate where run = $1', [run]);
      await client.end();
    },
  };
}

function after(said: Said, lastStep: number): Said {
  const step = Number(said.split(' ')[2]);
  if (said.startsWith('step begun')) return `step ended ${step}`;
  return step < lastStep ? `step begun ${step + 1}` : 'ended';
}

/** Holds the renames of a swap in front of a database whose doors are closed already. */
export async function holdRenames(server: pg.Client, database: string): Promise<{ closed(): Promise<void>; lift(): Promise<void> }> {
  await server.query('begin');
  // A comment takes the lock on the database's name that a rename waits for, and that neither sessions nor the closing of doors need.
  await server.query(`comment on database ${pg.escapeIdentifier(database)} is 'held'`);
  return {
    async closed() {
      for (const deadline = Date.now() + patienceSeconds * 1000; Date.now() < deadline;) {
        const { rows } = await server.query<{ datallowconn: boolean }>('select datallowconn from pg_database where datname = $1', [
          database,
        ]);
        if (rows[0]?.datallowconn === false) return;
        await new Promise((resolve) => setTimeout(resolve, 5));
      }
      throw new Error(`the doors of ${database} were never closed`);
    },
    async lift() {
      await server.query('rollback');
      await server.end();
    },
  };
}
