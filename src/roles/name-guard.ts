import { setTimeout as sleep } from 'node:timers/promises';
import type pg from 'pg';
import { OpsError } from '../core/errors.ts';
import { every } from '../lib/every.ts';
import type { WorkerDeps } from '../services/deps.ts';

type Deps = Pick<WorkerDeps, 'store' | 'worker' | 'log'>;

const nameTries = 10;
const pauseMs = 500;
const regainMs = 5000;
const leaveMs = 1000;

/**
 * One process a name: a second one would end the leases of the first. The lock belongs to a session,
 * so it is lost when the store restarts; it is taken again as soon as that is possible.
 */
export async function guardName(deps: Deps): Promise<{ release(): Promise<void> }> {
  let held: pg.Client | undefined;
  const hold = (client: pg.Client) => {
    held = client;
    client.once('end', () => {
      if (held === client) held = undefined;
    });
  };
  hold(await insist(deps));
  const regaining = every(
    regainMs,
    async () => {
      if (held !== undefined) return;
      const client = await take(deps);
      if (client) hold(client);
      else
        deps.log.error(
          { worker: deps.worker },
          'another worker took this name while the store was away: give each its own with BIGSHOT_NAME',
        );
    },
    (err) => deps.log.warn({ err }, 'the name of this worker could not be taken again'),
  );
  return {
    async release() {
      await regaining.stop();
      if (held) await leave(held);
    },
  };
}

/** The server lets go of a killed process's lock when it notices the end of its connection; that may take a moment. */
async function insist(deps: Deps): Promise<pg.Client> {
  for (let tries = 1; tries <= nameTries; tries += 1) {
    const client = await take(deps);
    if (client) return client;
    await sleep(pauseMs);
  }
  throw new OpsError(
    'worker',
    `taking the name ${deps.worker}: another worker of this name is running. Give this one its own with BIGSHOT_NAME`,
    { permanent: true },
  );
}

async function take({ store, worker }: Deps): Promise<pg.Client | undefined> {
  const client = await store.connect();
  try {
    const result = await client.query<{ mine: boolean }>('select pg_try_advisory_lock(hashtext($1)) as mine', [`bigshot worker ${worker}`]);
    if (result.rows[0]?.mine === true) return client;
  } catch (error) {
    // A question that came too late is answered all the same: the lock would stay with a session of which nobody knows.
    await leave(client);
    throw error;
  }
  await leave(client);
  return undefined;
}

/** A connection that hangs says no goodbye; the server notices the end of the process. */
async function leave(client: pg.Client): Promise<void> {
  await Promise.race([client.end(), sleep(leaveMs, undefined, { ref: false })]);
}
