import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';

/** What became of an extra of the platform that this machine may not be able to make. */
export type Made = { readonly is: 'made' | 'kept' } | { readonly is: 'skipped'; readonly why: string };

const VALID_DAYS = 90;

/** Makes a self-signed certificate with its key in `ssl/` unless there is one; skipped where `openssl` is missing. */
export async function makeCertificate(folder: string): Promise<Made> {
  const certificate = join(folder, 'ssl', 'cert.pem');
  if (await stat(certificate).catch(() => undefined)) return { is: 'kept' };
  await mkdir(join(folder, 'ssl'), { recursive: true });
  const about = ['-subj', '/CN=bigshot.example.test', '-addext', 'subjectAltName=DNS:bigshot.example.test'];
  const files = ['-keyout', join(folder, 'ssl', 'key.pem'), '-out', certificate];
  const kind = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', String(VALID_DAYS)];
  const { failed, code, stderr } = await execa('openssl', ['req', ...kind, ...about, ...files], { reject: false });
  if (!failed) return { is: 'made' };
  return { is: 'skipped', why: code === 'ENOENT' ? 'no certificate: openssl is not installed' : `no certificate: ${stderr.slice(0, 200)}` };
}
