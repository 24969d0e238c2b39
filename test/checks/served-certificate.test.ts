import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer as createPlain } from 'node:net';
import type { Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createServer } from 'node:tls';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createCertificates } from '../../src/adapters/certificates/certificates.ts';
import { servedCertificate } from '../../src/checks/served-certificate.ts';
import type { CertificateFile, CertificateServed } from '../../src/ports/certificates.ts';
import { freePort } from '../../sandbox/stores/ports.ts';
import { judged, seen, signal } from './judged.ts';
import { portOf } from '../support/port-of.ts';

const now = new Date('2026-11-23T08:00:00Z');
const inDays = (days: number): Date => new Date(now.getTime() + days * 86_400_000);
type Shown = Extract<CertificateServed, { is: 'certificate' }>;
const shown = (given: Partial<Shown> = {}): CertificateServed => ({
  is: 'certificate',
  at: 'bigshot.example:443',
  names: ['bigshot.example'],
  validFrom: inDays(-1),
  validTo: inDays(89),
  fingerprint: 'AA',
  fits: true,
  chain: 2,
  ...given,
});
const file = (fingerprint: string, to: number, names = ['bigshot.example']): CertificateFile => ({
  is: 'certificate',
  path: '/ssl/cert.pem',
  names,
  validFrom: inDays(-1),
  validTo: inDays(to),
  fingerprint,
});

test.each<[string, CertificateServed, readonly CertificateFile[], string, string]>([
  [
    'a good one',
    shown(),
    [file('AA', 89)],
    'ok',
    'The certificate at `bigshot.example:443` is good for 89 days, with 2 certificates in its chain.',
  ],
  ['one with a month left', shown({ validFrom: inDays(-61), validTo: inDays(29) }), [], 'warn', 'is good for 29 days (warn 30 days)'],
  ['one with a week left', shown({ validFrom: inDays(-84), validTo: inDays(6) }), [], 'critical', 'is good for 6 days (limit 7 days)'],
  ['an expired one', shown({ validTo: inDays(-3) }), [], 'critical', 'expired 3 days ago'],
  [
    'one for another host',
    shown({ fits: false, names: ['other.example'] }),
    [],
    'critical',
    'is for `other.example` and not for this host',
  ],
  [
    'one that was renewed on the disk only',
    shown({ validTo: inDays(20) }),
    [file('BB', 80)],
    'critical',
    'is not the newer one that lies on the disk',
  ],
  ['one that is newer than the file', shown(), [file('BB', 20)], 'ok', 'is good for 89 days'],
  ['one beside a file for another host', shown(), [file('BB', 300, ['other.example'])], 'ok', 'is good for 89 days'],
  [
    'none',
    { is: 'silent', at: 'bigshot.example:443', why: 'nothing listens there' },
    [],
    'unknown',
    'The certificate at `bigshot.example:443`: unknown, nothing listens there.',
  ],
])('%s', (_, served, files, status, words) => {
  expect(seen(judged(servedCertificate, { served: [served], files, now }))).toEqual([[status, expect.stringContaining(words)]]);
});

describe('over the wire', () => {
  let folder: string;
  let server: Server | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'bigshot-tls-'));
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost'];
    await execa('openssl', [
      'req',
      '-x509',
      '-newkey',
      'ec',
      '-pkeyopt',
      'ec_paramgen_curve:P-256',
      '-nodes',
      '-days',
      '90',
      ...subject,
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'cert.pem'),
    ]);
  });
  afterEach(() => void server?.close());
  afterAll(() => rm(folder, { recursive: true, force: true }));
  const listen = async (one: Server): Promise<number> => {
    server = one;
    await new Promise<void>((resolve) => {
      one.listen(0, '127.0.0.1', resolve);
    });
    return portOf(one);
  };
  const read = async (at: string) => (await createCertificates([join(folder, 'cert.pem')], [at]).served(signal))[0];

  test('what is shown is the file that it was made of', async () => {
    const [key, cert] = await Promise.all(['key.pem', 'cert.pem'].map((name) => readFile(join(folder, name))));
    const port = await listen(createServer({ ...(key && { key }), ...(cert && { cert }) }));

    const [onFile] = await createCertificates([join(folder, 'cert.pem')]).onFile(signal);
    const served = await read(`localhost:${port}`);

    expect(served).toMatchObject({ is: 'certificate', names: ['localhost'], fits: true, chain: 1 });
    expect(served).toMatchObject({ fingerprint: onFile?.is === 'certificate' ? onFile.fingerprint : '' });
    expect(await read(`127.0.0.1:${port}`)).toMatchObject({ fits: false });
  });

  test('a port that speaks no TLS, and one where nobody listens', async () => {
    const port = await listen(createPlain((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')));

    expect(await read(`localhost:${port}`)).toMatchObject({ is: 'silent', why: 'it does not speak TLS' });
    expect(await read(`127.0.0.1:${await freePort()}`)).toMatchObject({ is: 'silent', why: 'nothing listens there' });
  });

  test('a port that says nothing is left in time', async () => {
    const port = await listen(createPlain(() => {}));
    const begun = performance.now();

    expect(await read(`127.0.0.1:${port}`)).toMatchObject({ is: 'silent', why: 'it does not answer in time' });
    expect(performance.now() - begun).toBeLessThan(9000);
  });

  test('no address is absent', async () => {
    await expect(createCertificates([]).served(signal)).rejects.toThrow('no address with a certificate is configured');
  });
});
