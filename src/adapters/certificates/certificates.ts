import { X509Certificate } from 'node:crypto';
import { open } from 'node:fs/promises';
import { Absent } from '../../core/errors.ts';
import { unseen } from '../../lib/file-trouble.ts';
import { certificateOf } from './describe.ts';
import { readServed } from './served.ts';
import type { CertificateFile, CertificatesReader } from '../../ports/certificates.ts';

/** A chain has a few certificates of some kilobytes each. */
const LARGEST_BYTES = 1024 * 1024;
const BLOCK = /-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/;

/** The certificates in these files (PEM, also with its chain behind it). */
export function createCertificates(paths: readonly string[], addresses: readonly string[] = []): CertificatesReader {
  return {
    onFile: () => Promise.all(paths.map(readCertificate)),
    async served(signal) {
      if (addresses.length === 0) throw new Absent('no address with a certificate is configured');
      return Promise.all(addresses.map((at) => readServed(at, signal)));
    },
  };
}

async function readCertificate(path: string): Promise<CertificateFile> {
  try {
    return certificateIn(path, await textOf(path));
  } catch (problem) {
    return unseen(path, problem);
  }
}

async function textOf(path: string): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(LARGEST_BYTES), 0, LARGEST_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

function certificateIn(path: string, text: string): CertificateFile {
  const [block] = BLOCK.exec(text) ?? [];
  const no = (what: string): CertificateFile => ({ is: 'unreadable', path, why: `${path} ${what}` });
  if (text === '') return no('is empty');
  if (block === undefined) return no(text.includes('PRIVATE KEY') ? 'holds a key and no certificate' : 'holds no certificate in PEM form');
  try {
    return { ...certificateOf(new X509Certificate(block)), path };
  } catch {
    return no('holds a certificate that is damaged');
  }
}
