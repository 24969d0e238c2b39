import type { X509Certificate } from 'node:crypto';

/** What is told of a certificate, wherever it comes from. */
export function certificateOf({ subject, subjectAltName, validFrom, validTo, fingerprint256 }: X509Certificate) {
  return {
    is: 'certificate',
    names: namesIn(subject, subjectAltName),
    validFrom: new Date(validFrom),
    validTo: new Date(validTo),
    fingerprint: fingerprint256,
  } as const;
}

function namesIn(subject: string, alternatives: string | undefined): readonly string[] {
  const named = (alternatives ?? '').split(', ').flatMap((one) => (one.startsWith('DNS:') ? [one.slice('DNS:'.length)] : []));
  const [, common] = /^CN=(.+)$/m.exec(subject) ?? [];
  return named.length > 0 || common === undefined ? named : [common];
}
