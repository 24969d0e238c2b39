import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type pg from 'pg';
import { channel, resident } from '../../test/support/raw-slack.ts';
import type { RawSlack } from '../../test/support/raw-slack.ts';

/** Keeps the worker of `prod` busy with all that reads much: the morning checklist over a large log, and the verification of an archive. */
export interface Load {
  begin(): Promise<void>;
  /** Resolves when the last of it is done. */
  end(): Promise<void>;
}

const pauseMs = 50;
const pause = () => new Promise((resolve) => setTimeout(resolve, pauseMs));

export function createLoad(slack: RawSlack, app: string, store: pg.Pool): Load {
  let going = false;
  let done: Promise<void> = Promise.resolve();
  const open = async (state: string) =>
    (await store.query(`select 1 from runs where environment = 'prod' and kind <> 'check' and state <> 'ended' and state ${state}`))
      .rowCount ?? 0;
  const keepGoing = async () => {
    while (going) {
      for (const line of ['run daily-morning', 'backup verify']) await slack.type(app, resident, `${line} --env prod`);
      while ((await open("<> 'x'")) > 0) await pause();
    }
  };
  return {
    async begin() {
      going = true;
      done = keepGoing();
      done.catch(() => {}); // `end` tells it
      while ((await open("= 'running'")) < 2) await pause();
    },
    async end() {
      going = false;
      await done;
    },
  };
}

/** Forgets the runs of `staging` and their pictures, which nobody works on: the next round begins as the first did. */
export async function forget(store: pg.Pool): Promise<void> {
  const client = await store.connect();
  try {
    await client.query("set session_replication_role = 'replica'");
    await client.query("update runs set state = 'ended', outcome = 'cancelled' where environment = 'staging' and state <> 'ended'");
    await client.query('update messages set shown = wanted where shown < wanted');
    await client.query("set session_replication_role = 'origin'");
  } finally {
    client.release();
  }
}

export async function writeConfiguration(
  folder: string,
  { app, nginx, backups }: { readonly app: string; readonly nginx: string; readonly backups: string },
): Promise<string> {
  const file = join(folder, 'bigshot.yml');
  await writeFile(
    file,
    `slack: { channels: { ops: ${channel} } }
environments:
  prod:
    channel: ops
    database: { url: { env: PLATFORM_DATABASE_URL } }
    host: {}
    backups: { folder: ${backups} }
    logs: { app: ${app}, nginx: ${nginx} }
  staging: { channel: ops }
schedules: { timezone: UTC, daily-morning: false, backup-nightly: false }
`,
  );
  return file;
}
