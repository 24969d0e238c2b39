import { readFile } from 'node:fs/promises';
import { execa } from 'execa';

const PACKAGE = 'postgresql-client';
const APT = { env: { DEBIAN_FRONTEND: 'noninteractive' }, reject: false, timeout: 300_000 } as const;

/**
 * Sees to `pg_dump` and `psql`, which npm does not bring: root on Debian gets them installed, anybody else a line that names the package.
 * Says nothing when they are there.
 */
export async function seeToClientTools(say: (line: string) => void): Promise<void> {
  const missing = await missingTools();
  if (missing.length === 0) return;
  const lacking = `${missing.join(' and ')} ${missing.length > 1 ? 'are' : 'is'} missing`;
  if (process.getuid?.() !== 0 || !(await isDebian())) {
    say(`${lacking}: backup and restore are skipped until you install the package ${PACKAGE} (apt-get install ${PACKAGE}).`);
    return;
  }
  say(`${lacking}: installing ${PACKAGE} …`);
  say((await install()) ? `${PACKAGE} is installed.` : `${PACKAGE} could not be installed: backup and restore are skipped.`);
}

async function missingTools(): Promise<readonly string[]> {
  const tools = ['pg_dump', 'psql'];
  const found = await Promise.all(tools.map((tool) => execa(tool, ['--version'], { reject: false })));
  // One that was started and ended badly, as by a Ctrl-C, is there.
  return tools.filter((_tool, index) => found[index]?.code === 'ENOENT');
}

async function isDebian(): Promise<boolean> {
  const release = await readFile('/etc/os-release', 'utf8').catch(() => '');
  return /^ID(?:_LIKE)?=.*debian/m.test(release);
}

async function install(): Promise<boolean> {
  if (await aptGet('install', '-y', PACKAGE)) return true;
  // A bare machine has no package lists yet.
  return (await aptGet('update')) && aptGet('install', '-y', PACKAGE);
}

async function aptGet(...words: readonly string[]): Promise<boolean> {
  return !(await execa('apt-get', words, APT)).failed;
}
