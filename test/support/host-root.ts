import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** The root of a Debian host below a folder, with what apt reads of it: an old `libssl3`, an old `curl` that is held back, a newer one of each. */
export async function hostRoot(folder: string): Promise<string> {
  const root = join(folder, 'host');
  const architecture = (await execa('dpkg', ['--print-architecture'])).stdout;
  const lists = `var/lib/apt/lists/example.org_debian_dists_stable-security`;
  const one = (name: string, version: string, more: string) =>
    [`Package: ${name}`, `Architecture: ${architecture}`, `Version: ${version}`, 'Maintainer: a <a@example.org>', more, ''].join('\n');
  const files: Readonly<Record<string, string>> = {
    'etc/apt/sources.list': 'deb [trusted=yes] http://example.org/debian stable-security main\n',
    'var/lib/dpkg/status': `${one('libssl3', '1.0', 'Status: install ok installed\n')}\n${one('curl', '1.0', 'Status: hold ok installed\n')}\n`,
    [`${lists}_main_binary-${architecture}_Packages`]: `${one('libssl3', '2.0', file)}\n${one('curl', '2.0', file)}\n`,
    [`${lists}_Release`]: 'Origin: Debian\nLabel: Debian-Security\nSuite: stable-security\nVersion: 12\nCodename: bookworm-security\n',
    'run/reboot-required': '',
  };
  for (const place of ['var/lib/apt/lists/partial', 'var/cache/apt/archives/partial', 'var/log/apt'])
    await mkdir(join(root, place), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), text);
  }
  return root;
}

const file = `Filename: pool/x.deb\nSize: 1\nSHA256: ${'a'.repeat(64)}\n`;
