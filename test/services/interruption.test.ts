import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { executeTask } from '../../src/services/execute.ts';
import { Cancelled, LeaseLost } from '../../src/services/lease.ts';
import type { Lease } from '../../src/services/lease.ts';
import { reportRun } from '../../src/services/report.ts';
import { settleRun } from '../../src/services/settle.ts';
import { begin } from '../../src/services/work.ts';
import { claim, move } from '../../src/store/runs.ts';
import { upsertPeople } from '../../src/store/people.ts';
import { alex, dana } from '../support/build.ts';
import { openBot } from '../support/bot.ts';
import type { Bot } from '../support/bot.ts';

let bot: Bot;
beforeAll(async () => {
  bot = await openBot();
});
beforeEach(() => bot.anew());
afterAll(() => bot.close());

async function approved(): Promise<number> {
  const id = await bot.ask(dana, 'run rebuild');
  await bot.work();
  await bot.reactions(id, { white_check_mark: [alex] });
  return id;
}
const leaseIsOver = () => bot.force("update runs set lease_until = now() - interval '1 second' where lease_until is not null");
const leaseOf = (signal: AbortSignal): Lease => ({ signal, progress: () => {}, stop: () => {} });

/** Runs it as a worker that dies in the middle of a step: it never says another word. */
async function diesIn(step: string, id: number): Promise<void> {
  const death = new AbortController();
  const run = await claim(bot.deps.store, id, 'prod', 'w1', 30);
  if (!run) throw new Error('the run could not be claimed');
  bot.queue.length = 0;
  bot.world.at.set(step, () => {
    death.abort(new LeaseLost('killed'));
    throw new Error('killed');
  });
  await executeTask(bot.deps, run, leaseOf(death.signal));
  bot.world.at.delete(step);
}
/** A run that was cut in a step, then swept and settled. */
async function interrupted(step = 'close'): Promise<number> {
  const id = await approved();
  await diesIn(step, id);
  await leaseIsOver();
  await bot.sweep();
  await bot.work();
  return id;
}
const acts = () => bot.world.acts.splice(0);

test('a worker that lost its lease neither writes nor cleans up', async () => {
  const id = await approved();
  acts();

  await diesIn('close', id);

  expect(acts()).toEqual(['stale', 'dig', 'close']);
  expect(await bot.run(id)).toMatchObject({ state: 'running', progress: { step: 2 }, attempt: 2 });
  expect((await bot.story(id)).at(-1)).toBe('step');
});

test('a worker whose run was taken over writes nothing, however far it comes', async () => {
  const id = await approved();
  bot.world.at.set('close', async () => {
    await bot.force("update runs set attempt = attempt + 1, worker = 'w2'");
  });

  await bot.work();

  expect((await bot.entries(id)).filter(({ kind }) => kind === 'step').map(({ body }) => body['step'])).toEqual(['dig']);
  expect(await bot.run(id)).toMatchObject({ state: 'running', worker: 'w2' });
  expect(bot.world.acts).not.toContain('cleanUp');
});

test('a run whose worker died is settled and looked at before anybody is asked', async () => {
  const id = await approved();
  acts();
  await diesIn('close', id);
  await leaseIsOver();
  await bot.sweep();
  const swept = await bot.run(id);
  const early = await bot.say(alex, `resume ${id}`);
  await bot.work();

  expect(swept).toMatchObject({ state: 'interrupted', settled: 0, why: 'its worker w1 is gone' });
  expect(early).toMatchObject({ is: 'refused', why: expect.stringContaining('being brought back') });
  expect(acts()).toEqual(['stale', 'dig', 'close', 'settle', 'verify']);
  expect(await bot.run(id)).toMatchObject({ state: 'interrupted', settled: 2, leaseUntil: null });
  expect(await bot.force('select resource from locks')).toHaveLength(2);
});

test('resume goes on after the last finished step, and repeats what does not outlive an attempt', async () => {
  const id = await interrupted('roof');
  acts();

  await bot.ask(alex, `resume ${id}`);
  await bot.work();

  expect(acts()).toEqual(['stale', 'close', 'roof', 'cleanUp', 'verify']);
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'succeeded' });
  expect(await bot.force('select * from locks')).toEqual([]);
});

test('abandon cleans up, looks, and ends', async () => {
  const id = await interrupted();
  acts();

  await bot.ask(alex, `abandon ${id}`);
  await bot.work();

  expect(acts()).toEqual(['cleanUp', 'verify']);
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'abandoned' });
  expect(await bot.force('select * from locks')).toEqual([]);
});

test('abandon ends as such though nothing was done: that is what was wanted, before as after', async () => {
  bot.world.findings = [{ status: 'critical', summary: 'There is no house.' }];
  bot.world.cleaned = [{ status: 'ok', summary: 'There is no house, and nothing of it is left.' }];
  const id = await interrupted();

  await bot.ask(alex, `abandon ${id}`);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'abandoned', why: null });
  expect((await bot.entries(id)).at(-1)?.body['receipt']).toEqual(bot.world.cleaned);
});

test('the second of two clicks meets a run that has moved', async () => {
  const id = await interrupted();

  const [first, second] = await Promise.all([bot.say(alex, `resume ${id}`), bot.say(alex, `abandon ${id}`)]);

  expect([first.is, second.is].filter((is) => is === 'recorded')).toHaveLength(1);
  expect((await bot.story(id)).filter((kind) => kind === 'resumed' || kind === 'abandoned')).toHaveLength(1);
});

test.each(['resume', 'abandon'])('only who may approve can %s', async (verb) => {
  const id = await interrupted();

  expect(await bot.say(dana, `${verb} ${id}`)).toMatchObject({ is: 'refused' });
  expect(await bot.run(id)).toMatchObject({ state: 'interrupted' });
});

test('what was abandoned and cut in the middle can only be abandoned again', async () => {
  const id = await interrupted();
  await bot.ask(alex, `abandon ${id}`);
  await diesIn('cleanUp', id).catch(() => {});
  await bot.force("update runs set state = 'interrupted', settled = attempt, lease_until = null");

  expect(await bot.say(alex, `resume ${id}`)).toMatchObject({ is: 'refused', next: `abandon ${id}` });
});

test('on resume the world is compared again, and then only cleaning up is offered', async () => {
  const id = await interrupted();
  bot.world.rooms = 13;

  await bot.ask(alex, `resume ${id}`);
  await bot.work();
  await bot.sweep();
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'interrupted', why: expect.stringContaining('only be cleaned up'), settled: 3 });
  await bot.ask(alex, `abandon ${id}`);
  await bot.work();
  expect(await bot.run(id)).toMatchObject({ outcome: 'abandoned' });
});

test('a cancellation asked before the worker died does not block the way out', async () => {
  const id = await approved();
  await diesIn('close', id);
  await bot.ask(dana, `cancel ${id}`);
  await leaseIsOver();
  await bot.sweep();
  await bot.work();

  await bot.ask(alex, `abandon ${id}`);
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'abandoned' });
});

test('on SIGTERM the step is finished and the run handed back; another worker goes on behind it', async () => {
  const id = await approved();
  acts();
  let stopping = false;
  bot.world.at.set('dig', () => {
    stopping = true;
  });

  await bot.work({ stopping: () => stopping });
  const handed = await bot.run(id);
  await bot.sweep();
  await bot.work({ worker: 'w2' });

  expect(handed).toMatchObject({ state: 'ready', leaseUntil: null, progress: null });
  expect(acts()).toEqual(['stale', 'dig', 'stale', 'close', 'roof', 'cleanUp', 'verify']);
  expect(await bot.run(id)).toMatchObject({ outcome: 'succeeded', worker: 'w2' });
});

test('what is to be cancelled is cancelled and not handed back on SIGTERM', async () => {
  const id = await approved();
  let stopping = false;
  bot.world.at.set('dig', async () => {
    await bot.ask(dana, `cancel ${id}`);
    stopping = true;
  });

  await bot.work({ stopping: () => stopping });

  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'cancelled' });
  expect(bot.world.acts.slice(-2)).toEqual(['cleanUp', 'verify']);
});

test('votes are closed once a run has begun, also while it is handed back', async () => {
  const id = await approved();
  let stopping = false;
  bot.world.at.set('dig', () => {
    stopping = true;
  });
  await bot.work({ stopping: () => stopping });

  await bot.reactions(id, {});
  const typed = await bot.say(alex, `deny ${id} ${(await bot.run(id)).digest?.slice(0, 4) ?? ''}`);

  expect(await bot.run(id)).toMatchObject({ state: 'ready' });
  expect(typed).toMatchObject({ is: 'refused', why: expect.stringContaining('has begun') });
});

test('a run handed back in mid-work whose approver left is settled and waits for a person', async () => {
  const id = await approved();
  let stopping = false;
  bot.world.at.set('dig', () => {
    stopping = true;
  });
  await bot.work({ stopping: () => stopping });
  acts();
  await upsertPeople(bot.deps.store, [{ id: alex, name: 'alex', kind: 'gone', groups: [] }]);

  await bot.sweep();
  await bot.work();
  await bot.sweep();
  await bot.work();

  expect(await bot.run(id)).toMatchObject({ state: 'interrupted', why: 'it is not approved any more' });
  expect(acts()).toEqual(['settle', 'verify']);
});

test('a cancellation while a step runs cuts it where it listens, cleans up and ends', async () => {
  const id = await approved();
  acts();
  const stop = new AbortController();
  bot.world.at.set('close', async (signal) => {
    stop.abort(new Cancelled(dana));
    signal.throwIfAborted();
    await Promise.resolve();
  });
  const run = await claim(bot.deps.store, id, 'prod', 'w1', 30);
  if (!run) throw new Error('the run could not be claimed');

  await executeTask(bot.deps, run, leaseOf(stop.signal));

  expect(acts()).toEqual(['stale', 'dig', 'close', 'cleanUp', 'verify']);
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'cancelled' });
});

test('a checklist that lost its lease does not end without its findings: it is given back and run again', async () => {
  const id = await bot.ask(dana, 'run morning');
  const loss = new AbortController();
  bot.world.at.set('weather', () => loss.abort(new LeaseLost('the store cannot be reached')));
  const run = await claim(bot.deps.store, id, 'prod', 'w1', 30);
  if (!run) throw new Error('the run could not be claimed');

  await reportRun(bot.deps, run, leaseOf(loss.signal));
  const cut = await bot.run(id);
  bot.world.at.clear();
  await leaseIsOver();
  await bot.sweep();
  await bot.work();

  expect(cut).toMatchObject({ state: 'running', attempt: 1 });
  expect(await bot.run(id)).toMatchObject({ state: 'ended', outcome: 'succeeded', attempt: 2 });
  expect(await bot.force(`select "check" from findings where run = ${id}`)).toEqual([{ check: 'weather' }]);
});

test('a settling that lost its lease writes nothing', async () => {
  const id = await approved();
  await diesIn('close', id);
  await leaseIsOver();
  await bot.sweep();
  const run = await claim(bot.deps.store, id, 'prod', 'w1', 30);
  if (!run) throw new Error('the run could not be claimed');

  await settleRun(bot.deps, run, leaseOf(AbortSignal.abort(new LeaseLost('frozen'))));

  expect(await bot.run(id)).toMatchObject({ state: 'interrupted', settled: 0 });
});

test('a settling that fails says so, and leaves the decision to a person', async () => {
  const id = await approved();
  await diesIn('close', id);
  await leaseIsOver();
  bot.world.at.set('settle', () => {
    throw new Error('the door is stuck');
  });

  await bot.sweep();
  await bot.work();

  const [row] = await bot.force(`select status, findings from findings where run = ${id}`);
  expect(row).toMatchObject({
    status: 'critical',
    findings: [{ summary: expect.stringContaining('the door is stuck') }, { status: 'ok' }],
  });
  expect(await bot.say(alex, `abandon ${id}`)).toMatchObject({ is: 'recorded' });
});

test('a version that does not know the task of an interrupted run gives it back and says so; one that knows it settles it', async () => {
  const id = await approved();
  await diesIn('close', id);
  await leaseIsOver();
  await bot.sweep();

  await bot.work({ definitions: { ...bot.deps.definitions, tasks: new Map() } });
  const unknown = await bot.run(id);
  const refused = await bot.say(alex, `abandon ${id}`);
  await bot.sweep();
  await bot.work();

  expect(unknown).toMatchObject({ state: 'interrupted', settled: 0, leaseUntil: null, held: 'this version does not know rebuild' });
  expect(refused).toMatchObject({ is: 'refused', why: expect.stringContaining('yet: this version does not know rebuild') });
  expect(unknown.notBefore?.getTime()).toBeGreaterThan(bot.clock.now().getTime());
  expect(await bot.run(id)).toMatchObject({ state: 'interrupted', settled: 2, held: null });
  expect(await bot.say(alex, `abandon ${id}`)).toMatchObject({ is: 'recorded' });
});

test('the second life of a worker finds what its first one left, without waiting for the lease', async () => {
  const id = await approved();
  await diesIn('close', id);

  await begin(bot.deps);
  await bot.sweep();

  expect(await bot.run(id)).toMatchObject({ state: 'interrupted' });
  expect(await move(bot.deps.store, id, ['running'], {}, 2)).toBeUndefined();
});
