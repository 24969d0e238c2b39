import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FreshDatabase } from '../../sandbox/stores/databases.ts';
import { NO_CLIENTS, hasClients } from '../adapters/backups/sample.ts';
import { placeBadArchives, placeForeignArchive } from '../support/archives.ts';
import { openHouse } from '../support/house.ts';
import type { House } from '../support/house.ts';
import { readable } from '../support/slack-hand.ts';
import { testDatabase } from '../support/stores.ts';
import { tracesOf } from '../support/traces.ts';

const tables = `
  create table jobs (id serial primary key, type text, status text not null, created_at timestamp not null default now());
  insert into jobs (type, status) select 'enumerate', 'completed' from generate_series(1, 200);
`;

let house: House;
let other: FreshDatabase;

beforeAll(async () => {
  house = await openHouse({ platform: tables });
  other = await testDatabase();
  await house.start('start');
});

afterAll(async () => {
  await house?.close();
  await other?.drop();
});

const rubbish = 'lorem <!channel> <@U0ALEX00001> `; drop table runs; -- \u202E ';
const long = 'a'.repeat(2900);

describe('a line that cannot be right', () => {
  const lines: readonly (readonly [string, RegExp])[] = [
    ['frobnicate', /no command `frobnicate`\. `help` shows all that there are\. Next: `\/bigshot help`/],
    ['helth', /Did you mean `\/bigshot health/],
    ['HELTH --ENV prod', /Did you mean `\/bigshot health/],
    ['restor latest', /Did you mean `\/bigshot restore &lt;backup or latest&gt;/],
    ['backup crate', /Did you mean `\/bigshot backup create/],
    ['restore', /&lt;backup&gt; is missing.*Usage: `\/bigshot restore/],
    ['health --nope', /no option `--nope`.*Allowed: --detailed, --env/],
    ['health --env', /--env` needs a value/],
    ['health --env mars', /no environment `mars`. There is: prod/],
    ['health right now', /`right now` is more than this takes/],
    ['show abc', /run: is a number/],
    ['show 999', /There is no run 999/],
    ['show 99999999999999999999', /run: is a number/],
    ['cancel 999', /There is no run 999/],
    ['undo 999', /There is no run 999/],
    ['resume 999', /There is no run 999/],
    ['approve 1', /&lt;plan&gt; is missing/],
    ['approve 1 zzzz', /plan: is the 4 characters/],
    ['approve 999 abcd', /There is no such run/],
    ['log add "unclosed', /not closed/],
    ['log add', /&lt;text&gt; is missing/],
    ['log --since teatime', /time in the past/],
    [
      'run nonsense',
      /nothing to run named `nonsense`\. There are: .*daily-morning, .*health, .* single checks.*Next: `\/bigshot help run`/,
    ],
    ['help nonsense', /no command, check, checklist or task named `nonsense`/],
    ['run restore-backup', /cannot be run by its name alone: &lt;backup&gt; is missing.*Usage: `\/bigshot restore/],
    ['run', /&lt;subject&gt; is missing.*Usage: `\/bigshot run &lt;checklist, check or task&gt;/],
    ['restore ../x', /is no path/],
    ['restore /etc/passwd', /is no path/],
    ['restore a/b', /is no path/],
    ['restore latest --env', /--env` needs a value/],
    ['backup verify ../../etc/passwd', /is no path/],
    ['backup create --name ../x', /is no path/],
    ['backup create --name .hidden', /begins with a letter or digit/],
    ['x'.repeat(3000), /no command/],
    [rubbish.repeat(60), /no command/],
    [`restore ${long}`, /more than 100 characters/],
    [`run ${long}`, /more than 60 characters/],
    [`log add ${long}`, /more than 2000 characters/],
    [`restore latest --reason ${long}`, /more than 500 characters/],
    [`health --env ${long}`, /no environment/],
    [`health --${long}`, /no option/],
  ];
  const titled = lines.map(([line, answer]) => [line.slice(0, 40), line, answer] as const);

  it.each(titled)('gets a clear answer and changes nothing: %s', async (_, line, answer) => {
    const before = await tracesOf(house);

    const said = await house.hand.type('dana', line);

    expect(said).toMatch(answer);
    expect(said.length).toBeLessThan(600);
    expect(said).not.toMatch(/<[!@]|\u202E/);
    // What is refused of a run is in the log, whether or not there is such a run.
    expect(await tracesOf(house)).toEqual({
      ...before,
      log: before.log + (/^(cancel|undo|resume|abandon|approve|deny) 999\b/.test(line) ? 1 : 0),
    });
  });
});

describe('what phones and hasty people type', () => {
  it('an empty line is help, and a guest is offered less than a member', async () => {
    const offered = async (person: string) => {
      await house.hand.type(person, '');
      return readable(await house.hand.see(person, /What you may do here/));
    };

    const [member, guest] = [await offered('dana'), await offered('sam')];

    expect(member).toContain('/bigshot restore &lt;backup or latest&gt;');
    expect(guest).toContain('/bigshot help');
    expect(guest).not.toContain('/bigshot restore');
  });

  it.each([
    ['a guest', 'sam'],
    ['somebody of another company', 'rio'],
  ])('%s who types it all the same is refused, and that is in the log', async (_, person) => {
    const before = await tracesOf(house);

    const said = await house.hand.type(person, 'health');

    const after = await tracesOf(house);
    expect(said).toMatch(/You may not ask for health in prod/);
    expect(after).toEqual({ ...before, log: before.log + 1 });
  });

  it('upper case is the same command, and the card is the same', async () => {
    const said = await house.hand.type('dana', 'HEALTH');

    expect(said).toMatch(/Looking: health on prod/);
    await house.hand.see('kim', /Health · prod[\s\S]*checks in/);
  });

  it('a mention in a thread is answered in that thread, the details too', async () => {
    const asked = await house.hand.call('dana', 'chat.postMessage', { channel: 'C0OPS000001', text: 'Is it slow today?' });
    const ts = String(asked['ts']);

    await house.hand.call('dana', 'chat.postMessage', { channel: 'C0OPS000001', thread_ts: ts, text: '<@U0LOCALBOT1> health' });

    const card = await house.hand.seeInThread('kim', ts, /Health · prod[\s\S]*checks in/);
    await house.hand.seeInThread('kim', ts, /Disk space/);
    expect(readable(await house.hand.seeInThread('dana', ts, /Looking: health/))).toMatch(/run \d+/);
    expect((await house.hand.messages('kim')).map((said) => said.ts)).not.toContain(card.ts);
  });

  it('a wrong word in a mention is told to its writer alone', async () => {
    const before = await tracesOf(house);
    const asked = await house.hand.call('dana', 'chat.postMessage', { channel: 'C0OPS000001', text: '<@U0LOCALBOT1> helth &amp; more' });

    await house.hand.see('dana', /Did you mean `\/bigshot health/);

    const after = await tracesOf(house);
    expect(after.channel.filter((line) => !line.startsWith(String(asked['ts'])))).toEqual(before.channel);
    expect(after.runs).toEqual(before.runs);
  });
});

describe.skipIf(!hasClients)(`archives that are none${hasClients ? '' : NO_CLIENTS}`, () => {
  beforeAll(async () => {
    await placeBadArchives(join(house.folder, 'backups'), house.platformUrl);
  });

  it.each([
    [
      'restore damaged',
      /Restore a backup · prod.*refused[\s\S]*`damaged` is not sound: the gzip data is damaged[\s\S]*Nothing was changed/,
    ],
    ['restore cut-off', /refused[\s\S]*`cut-off` is not sound: the gzip data is cut/],
    ['restore empty', /refused[\s\S]*There is no backup named `empty`/],
    ['restore no-archive', /refused[\s\S]*`no-archive` is not sound/],
    ['restore damagd', /refused[\s\S]*There is no backup named `damagd`\. The nearest are `damaged`/],
    ['restore latest', /refused[\s\S]*No backup is verified, so there is no latest one\. /],
    ['backup verify latest', /refused[\s\S]*No archive is verified yet/],
    ['backup verify nowhere', /refused[\s\S]*There is no backup named `nowhere`/],
  ])('%s is refused to its asker alone, with the reason', async (line, answer) => {
    const before = await tracesOf(house);

    const said = await house.hand.type('dana', line);
    const run = Number(/run (\d+)/.exec(said)?.[1]);
    const refusal = await house.hand.see('dana', new RegExp(`run ${run}: `));

    const after = await tracesOf(house);
    expect(readable(refusal)).toMatch(answer);
    expect(after).toEqual({ ...before, runs: [...before.runs, { id: run, state: 'ended', outcome: 'refused' }], log: before.log + 2 });
  });

  it('a sound archive of another database is refused', async () => {
    await placeForeignArchive(join(house.folder, 'backups'), 'elsewhere', other.url);
    const before = await tracesOf(house);

    await house.hand.type('dana', 'restore elsewhere');
    await house.hand.see('dana', /refused[\s\S]*it is a backup of the database test_\w+, not of test_/i);

    const after = await tracesOf(house);
    expect(after).toEqual({ ...before, runs: after.runs, log: before.log + 2 });
    await rm(join(house.folder, 'backups', 'elsewhere.tar.gz'));
  });

  it('a bad archive that is verified says what is wrong with it in the channel', async () => {
    await house.hand.type('dana', 'backup verify cut-off');

    await house.hand.see('kim', /Verify[\s\S]*🔴 failed: `cut-off` is not sound: the gzip data is cut/);
  });

  it('a legacy archive counts neither as latest nor as fresh', async () => {
    await house.hand.type('dana', 'backup verify legacy');
    await house.hand.see('kim', /legacy\*?: gzip, tar and the end of the dump are right/);

    await house.hand.type('dana', 'health');

    await house.hand.see('kim', /Health · prod[\s\S]*No backup is verified; the newest, `legacy`/);
  });

  it('but it can be restored, and says what it is', async () => {
    await house.platform("insert into jobs (type, status) select 'late', 'pending' from generate_series(1, 30)");
    await house.hand.type('dana', 'restore legacy');
    const plan = await house.hand.see('alex', /to approve[\s\S]*0 of 1/);

    await house.hand.react('alex', plan.ts, 'white_check_mark');
    const end = await house.hand.seeInThread('dana', plan.ts, /run \d+ (succeeded|failed)/);

    expect(readable(plan)).toMatch(/legacy: gzip, tar and the end of the dump are sound, but there are no hashes to compare/);
    expect(readable(end)).toMatch(/succeeded/);
    expect(await house.platform('select count(*)::int as n from jobs')).toEqual([{ n: 200 }]);
  });

  it('a name from a phone, in curly quotes behind a long dash, is a name', async () => {
    await house.hand.type('dana', 'backup create —name “from-a-phone” –reason ‘dana’s idea’');

    const card = await house.hand.see('kim', /`from-a-phone`[\s\S]*done in/);

    expect(readable(card)).toMatch(/“dana's idea”/);
    expect((await tracesOf(house)).files).toContain('from-a-phone.tar.gz');
  });

  it('a name that is taken is refused', async () => {
    const before = await tracesOf(house);

    await house.hand.type('dana', 'backup create --name from-a-phone');
    await house.hand.see('dana', /There is a backup named `from-a-phone` already/);

    expect((await tracesOf(house)).files).toEqual(before.files);
  });
});
