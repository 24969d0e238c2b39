import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { nodeUpdates } from '../../../src/adapters/updates/packages.ts';
import { weaknessesIn } from '../../../src/adapters/updates/scan.ts';
import { pendingIn } from '../../../src/adapters/updates/system.ts';
import { createUpdates } from '../../../src/adapters/updates/updates.ts';
import { Absent } from '../../../src/core/errors.ts';
import { hostRoot } from '../../support/host-root.ts';
import { NO_ENGINE, openDockerPlatform, type TestPlatform } from '../../support/docker-platform.ts';

const never = new AbortController().signal;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-updates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A PATH on which a program of this name says this. */
async function programs(name: string, script: string): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, `#!/bin/sh\n${script}\n`);
  await chmod(file, 0o755);
  return `${folder}:/usr/bin:/bin`;
}

describe('apt', () => {
  test.each([
    [
      'Inst libssl3 [3.0.11-1] (3.0.15-1~deb12u1 Debian-Security:12/stable-security [amd64])',
      { name: 'libssl3', installed: '3.0.11-1', available: '3.0.15-1~deb12u1', isSecurity: true },
    ],
    [
      'Inst curl [7.88.1-10] (7.88.1-10+deb12u8 Debian:12.8/stable [amd64]) []',
      { name: 'curl', installed: '7.88.1-10', available: '7.88.1-10+deb12u8' },
    ],
    ['Inst bash [5.1] (5.2 Ubuntu:22.04/jammy-security [amd64])', { name: 'bash', installed: '5.1', available: '5.2', isSecurity: true }],
    ['Inst security-tools (1.0 Debian:12.8/stable [all])', { name: 'security-tools', installed: '', available: '1.0' }],
  ])('%s', (line, expected) => {
    expect(pendingIn(line)).toEqual([expected]);
  });

  test.each(['Conf libssl3 (3.0.15 Debian:12 [amd64])', 'Reading package lists...', ''])('%s is none', (line) => {
    expect(pendingIn(line)).toEqual([]);
  });

  test('is asked what it would do, and reads nothing as nothing', async () => {
    const path = await programs(
      'apt-get',
      `echo 'Inst libssl3 [1] (2 Debian-Security:12/stable-security [amd64])'; echo 'Inst curl [1] (2 Debian:12/stable [amd64])'`,
    );
    await programs('apt-mark', 'echo linux-image-amd64');

    expect(await createUpdates({ host: {}, path }).system(never)).toMatchObject({
      pending: [{ name: 'libssl3', isSecurity: true }, { name: 'curl' }],
      held: ['linux-image-amd64'],
      needsReboot: expect.any(Boolean),
    });
  });

  test('that fails is no empty list', async () => {
    const path = await programs('apt-get', 'echo "E: Could not get lock" >&2; exit 100');

    await expect(createUpdates({ host: {}, path }).system(never)).rejects.toThrow('E: Could not get lock');
  });

  test('of another root says what that root wants, and nothing of this machine', async () => {
    const root = await hostRoot(folder);

    expect(await createUpdates({ host: { root }, path: process.env['PATH'] }).system(never)).toEqual({
      pending: [{ name: 'libssl3', installed: '1.0', available: '2.0', isSecurity: true }],
      listsAt: expect.any(Date),
      needsReboot: true,
      held: ['curl'],
    });
  });

  test('of a root that has no packages is absent', async () => {
    await expect(createUpdates({ host: { root: folder }, path: process.env['PATH'] }).system(never)).rejects.toThrow(
      `the host has no list of packages at ${folder}/var/lib/dpkg/status`,
    );
  });

  test('is absent where there is none, and where no host is configured', async () => {
    await expect(createUpdates({ host: {}, path: '/nowhere' }).system(never)).rejects.toThrow(Absent);
    await expect(createUpdates({ path: undefined }).system(never)).rejects.toThrow(Absent);
  });
});

describe('npm', () => {
  test('ends with 1 when something is outdated, and that is an answer', async () => {
    const path = await programs(
      'npm',
      `echo '{"vue":{"current":"3.0.0","wanted":"3.1.0","latest":"4.0.0"},"left-pad":{"wanted":"1.0.0","latest":"1.3.0"}}'; exit 1`,
    );

    expect(await nodeUpdates(folder, path, never)).toEqual([
      { name: 'vue', installed: '3.0.0', available: '4.0.0' },
      { name: 'left-pad', installed: 'missing', available: '1.3.0' },
    ]);
  });

  test.each([
    ['nothing', 'exit 0', []],
    ['an empty list', `echo '{}'`, []],
  ])('that says %s has nothing outdated', async (_, script, expected) => {
    expect(await nodeUpdates(folder, await programs('npm', script), never)).toEqual(expected);
  });

  test.each([
    ['a page of a proxy', 'echo "<html>"; exit 1', 'npm answered with something else than its list'],
    ['an error', 'echo "npm error network" >&2; exit 7', 'npm error network'],
  ])('that says %s is an error', async (_, script, why) => {
    await expect(nodeUpdates(folder, await programs('npm', script), never)).rejects.toThrow(why);
  });
});

describe('a scanner', () => {
  const found = (more: object) => ({ VulnerabilityID: 'CVE-1', PkgName: 'openssl', InstalledVersion: '1', Severity: 'HIGH', ...more });

  test.each([
    ['no results', {}, []],
    ['results without findings', { Results: [{ Target: 'debian' }, { Vulnerabilities: null }] }, []],
    [
      'one with a cure',
      { Results: [{ Vulnerabilities: [found({ FixedVersion: '2' })] }] },
      [{ id: 'CVE-1', package: 'openssl', installed: '1', severity: 'HIGH', fixedIn: '2' }],
    ],
    [
      'one without',
      { Results: [{ Vulnerabilities: [found({ FixedVersion: '' })] }] },
      [{ id: 'CVE-1', package: 'openssl', installed: '1', severity: 'HIGH' }],
    ],
    ['a small one', { Results: [{ Vulnerabilities: [found({ Severity: 'LOW' })] }] }, []],
  ])('with %s', (_, report, expected) => {
    expect(weaknessesIn(JSON.stringify(report))).toEqual(expected);
  });

  test.each(['', '{', '[]x', '{"Results":"many"}'])('that says %j gave no report', (text) => {
    expect(weaknessesIn(text)).toBeUndefined();
  });

  test('that nobody has set up is absent', async () => {
    await expect(createUpdates({ path: undefined }).scan(never)).rejects.toThrow('no scanner of images is configured');
    await expect(createUpdates({ path: undefined }).node(never)).rejects.toThrow(Absent);
    await expect(createUpdates({ path: undefined }).python(never)).rejects.toThrow('no container engine is configured');
  });
});

describe.skipIf(NO_ENGINE !== '')(`over real containers${NO_ENGINE}`, () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await openDockerPlatform();
  });
  afterAll(() => platform?.drop());
  const about = () => ({ engine: createEngine({ url: 'unix:///var/run/docker.sock' }), project: platform.project, application: 'backend' });

  test('the engine tells its version', async () => {
    expect(await createUpdates({ path: undefined, engine: about() }).engine(never)).toMatchObject({
      version: expect.stringMatching(/^\d+\./),
    });
  });

  test('pip is asked in the container, and one that has none is an error with its words', async () => {
    await expect(createUpdates({ path: undefined, engine: about() }).python(never)).rejects.toThrow(
      /pip in the container of backend|starting python in the container of backend/,
    );
  });

  test('the scanner is run for each image once, with its name behind the words', async () => {
    const path = await programs(
      'scan',
      `case "$*" in "image --json sha256:"*) echo '{"Results":[{"Vulnerabilities":[{"VulnerabilityID":"CVE-2","PkgName":"zlib","Severity":"CRITICAL","FixedVersion":"2"}]}]}';; *) exit 3;; esac`,
    );
    const updates = createUpdates({ path, engine: about(), scanner: ['scan', 'image', '--json'] });

    expect(await updates.scan(never)).toMatchObject([{ weaknesses: [{ id: 'CVE-2', severity: 'CRITICAL' }] }]);
  });

  test('a scanner that breaks is no clean image', async () => {
    const path = await programs('scan', 'echo "FATAL: no database" >&2; exit 1');

    await expect(createUpdates({ path, engine: about(), scanner: ['scan'] }).scan(never)).rejects.toThrow(
      'the scanner gave no report: FATAL: no database',
    );
  });
});
