import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCertificates } from '../../src/adapters/certificates/certificates.ts';
import { certificate } from '../../src/checks/certificate.ts';
import type { CertificateFile } from '../../src/ports/certificates.ts';
import { judged, seen, signal } from './judged.ts';

const now = new Date('2026-11-23T08:00:00Z');
const inDays = (days: number): Date => new Date(now.getTime() + days * 24 * 3_600_000);
const path = '/srv/bigshot/ssl/cert.pem';
const valid = (from: number, to: number, names: readonly string[] = ['bigshot.example']): CertificateFile => ({
  is: 'certificate',
  path,
  names,
  validFrom: inDays(from),
  validTo: inDays(to),
  fingerprint: 'AA',
});

test.each<[string, CertificateFile, string, string]>([
  ['a fresh one', valid(-1, 89), 'ok', 'The certificate of `bigshot.example` is good for 89 days.'],
  ['one with a month left', valid(-61, 29), 'warn', 'The certificate of `bigshot.example` is good for 29 days (warn 30 days).'],
  ['one with a week left', valid(-84, 6.5), 'critical', 'The certificate of `bigshot.example` is good for 6 days (limit 7 days).'],
  ['the last hours', valid(-90, 0.25), 'critical', 'The certificate of `bigshot.example` is good for 6 h (limit 7 days).'],
  ['a young one of six days', valid(-1, 5), 'ok', 'The certificate of `bigshot.example` is good for 5 days.'],
  ['an old one of six days', valid(-5, 1.5), 'warn', 'The certificate of `bigshot.example` is good for 36 h (warn 3 days).'],
  ['an expired one', valid(-93, -3), 'critical', 'The certificate of `bigshot.example` expired 3 days ago.'],
  ['one of tomorrow', valid(1, 90), 'critical', 'The certificate of `bigshot.example` is not valid yet: only in 24 h.'],
  ['one without a name', valid(-1, 89, []), 'ok', 'The certificate is good for 89 days.'],
  ['none', { is: 'missing', path }, 'critical', `There is no certificate at \`${path}\`.`],
  ['one that nobody can read', { is: 'unreadable', path, why: `${path} is empty` }, 'unknown', `Certificate: unknown, ${path} is empty.`],
])('%s', (_, file, status, summary) => {
  expect(seen(judged(certificate, { files: [file], now }))).toEqual([[status, summary]]);
});

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bigshot-certificates-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const read = async (name: string): Promise<CertificateFile | undefined> =>
  (await createCertificates([join(folder, name)]).onFile(signal))[0];

test('a real one is read with its names and days, also with others and carriage returns behind it', async () => {
  const made = ['-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '20', '-subj', '/CN=one.example'];
  const names = ['-addext', 'subjectAltName=DNS:one.example,DNS:two.example'];
  const { stdout } = await execa('openssl', ['req', ...made, ...names, '-keyout', join(folder, 'key.pem'), '-out', '-']);
  await writeFile(join(folder, 'cert.pem'), `${stdout}\n${stdout}\n`.replaceAll('\n', '\r\n'));

  const file = await read('cert.pem');

  expect(file).toMatchObject({ is: 'certificate', names: ['one.example', 'two.example'] });
  expect(seen(judged(certificate, { files: file ? [file] : [], now: new Date() }))).toMatchObject([
    ['ok', expect.stringContaining('of `one.example` and `two.example`')],
  ]);
  expect(await read('key.pem')).toMatchObject({ is: 'unreadable', why: expect.stringContaining('holds a key and no certificate') });
});

test.each([
  ['an empty file', '', 'is empty'],
  ['something else', 'hello', 'holds no certificate in PEM form'],
  ['a damaged one', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n', 'holds a certificate that is damaged'],
])('%s is unreadable, and why is said', async (name, text, why) => {
  await writeFile(join(folder, name), text);

  expect(await read(name)).toMatchObject({ is: 'unreadable', why: expect.stringContaining(why) });
});

test('what is not there is missing, and what is a folder is not', async () => {
  await chmod(folder, 0o700);

  expect(await read('nowhere.pem')).toMatchObject({ is: 'missing' });
  expect(await read('.')).toMatchObject({ is: 'unreadable', why: expect.stringContaining('is a folder') });
});
