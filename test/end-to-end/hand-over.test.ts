import type { ChildProcess } from 'node:child_process';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { closeGate, slowParts, until } from '../support/gate.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { readable } from '../support/slack-hand.ts';
import { tracesOf } from '../support/traces.ts';
import { layWire } from '../support/wire.ts';
import type { Wire } from '../support/wire.ts';

const tables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
  ${slowParts}
`;

let house: House;
let worker: ChildProcess;
let platformWire: Wire;

describe.skipIf(!hasClients)(`a worker that goes${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    house = await openHouse({ platform: tables });
    platformWire = await layWire(house.platformUrl);
    await house.start('chat');
    worker = await house.start('worker');
  });

  afterAll(async () => {
    platformWire?.mend();
    await house?.close();
    await platformWire?.close();
  });

  it('a worker that is asked to stop in a backup hands it to another, which goes on behind the finished step', async () => {
    const release = await closeGate(house.platformUrl);
    const said = await house.hand.type('dana', 'backup create --name handed-over');
    const run = Number(/run (\d+)/.exec(said)?.[1]);
    const card = await house.hand.see('dana', /handed-over[\s\S]*step 1 of 2/);
    const second = await house.start('worker', { BIGSHOT_NAME: 'second' });

    const ending = house.end(worker, 'SIGTERM');
    await until(async () => (await house.logOf('worker')).includes(`"pid":${worker.pid},"msg":"stopping"`));
    await release();
    await ending;
    await house.hand.seeInThread('dana', card.ts, new RegExp(`run ${run} succeeded`));

    expect(worker.exitCode).toBe(0);
    expect(await logged(run, 'started', 'worker')).toEqual(['house-prod', 'second-prod']);
    expect(await logged(run, 'step', 'step')).toEqual(['write', 'verify']);
    expect((await house.hand.thread('kim', card.ts)).slice(1)).toHaveLength(1);
    worker = second;
  });

  it('a checklist whose worker is killed is taken up by the next one, in the same card', async () => {
    await house.end(worker, 'SIGTERM');
    worker = await house.start('worker', { PLATFORM_DATABASE_URL: platformWire.through(house.platformUrl) });
    platformWire.freeze();
    const said = await house.hand.type('dana', 'health');
    const run = Number(/run (\d+)/.exec(said)?.[1]);
    await until(async () => (await stateOf(run)) === 'running');

    await house.end(worker, 'SIGKILL');
    worker = await house.start('worker');
    const card = await house.hand.see('kim', new RegExp(`Health · prod[\\s\\S]*14 checks in[\\s\\S]*run ${run} `));

    expect(readable(card)).not.toMatch(/unknown/);
    expect((await house.hand.messages('kim')).filter((one) => new RegExp(`run ${run} `).test(readable(one)))).toHaveLength(1);
    expect(await logged(run, 'ended', 'outcome')).toEqual(['succeeded']);
  });

  it('a worker that is asked to stop in a checklist still brings it to its end', async () => {
    await house.end(worker, 'SIGTERM');
    platformWire.mend();
    worker = await house.start('worker', { PLATFORM_DATABASE_URL: platformWire.through(house.platformUrl) });
    platformWire.freeze();
    const said = await house.hand.type('dana', 'health');
    const run = Number(/run (\d+)/.exec(said)?.[1]);
    await until(async () => (await stateOf(run)) === 'running');

    await house.end(worker, 'SIGTERM');
    await house.hand.see('kim', new RegExp(`Health · prod[\\s\\S]*14 checks in[\\s\\S]*run ${run} `));

    expect(worker.exitCode).toBe(0);
    expect(await logged(run, 'ended', 'outcome')).toEqual(['succeeded']);
  });

  it('policies that differ between the processes hold everything with that reason, until they agree', async () => {
    const other = join(house.folder, 'other.yml');
    const text = await readFile(join(house.folder, 'bigshot.yml'), 'utf8');
    await writeFile(other, text.replace('approve: [alex, kim] }', 'approve: [alex, kim], validMinutes: 30 }'));
    worker = await house.start('worker', { BIGSHOT_CONFIG: other });

    await house.hand.type('dana', 'backup create --name in-agreement');
    const held = await house.hand.see('kim', /in-agreement[\s\S]*waits: the policies of house-chat differ/);
    expect((await tracesOf(house)).files).not.toContain('in-agreement.tar.gz');
    await house.end(worker, 'SIGTERM');
    worker = await house.start('worker');

    const done = await house.hand.see('kim', /in-agreement[\s\S]*done in/);
    expect(done.ts).toBe(held.ts);
  });

  async function stateOf(run: number): Promise<string> {
    return (await house.store.query<{ state: string }>('select state from runs where id = $1', [run])).rows[0]?.state ?? '';
  }

  async function logged(run: number, kind: string, field: string): Promise<readonly unknown[]> {
    const found = await house.store.query<{ value: unknown }>(
      'select body->>$3 as value from log where run = $1 and kind = $2 order by seq',
      [run, kind, field],
    );
    return found.rows.map(({ value }) => value);
  }
});
