import { X509Certificate } from 'node:crypto';
import { errorCode } from '../../lib/error-code.ts';
import { isIP } from 'node:net';
import { connect } from 'node:tls';
import type { PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateServed } from '../../ports/certificates.ts';
import { certificateOf } from './describe.ts';

const LIMIT_MS = 5000;
const LONGEST_CHAIN = 10;

/** Connects by name, as a browser does, and takes whatever is shown: what is wrong with it is the question. */
export async function readServed(at: string, signal: AbortSignal): Promise<CertificateServed> {
  const [host = '', port = ''] = at.split(':');
  try {
    const socket = await connected({ host, port: Number(port) }, AbortSignal.any([signal, AbortSignal.timeout(LIMIT_MS)]));
    const shown = socket.getPeerCertificate(true);
    socket.destroy();
    const certificate = new X509Certificate(shown.raw);
    return { ...certificateOf(certificate), at, fits: certificate.checkHost(host) !== undefined, chain: lengthOf(shown) };
  } catch (problem) {
    signal.throwIfAborted();
    return { is: 'silent', at, why: problem instanceof Error ? wordsFor(problem) : String(problem) };
  }
}

function connected({ host, port }: { readonly host: string; readonly port: number }, signal: AbortSignal): Promise<TLSSocket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host, port, ...(isIP(host) === 0 && { servername: host }), rejectUnauthorized: false }, () => resolve(socket));
    const stop = (): void => void socket.destroy(new Error('it does not answer in time'));
    socket.once('error', reject);
    socket.once('close', () => signal.removeEventListener('abort', stop));
    signal.addEventListener('abort', stop, { once: true });
  });
}

/** A root that signs itself points at itself. */
function lengthOf(shown: PeerCertificate & { readonly issuerCertificate?: PeerCertificate }): number {
  let length = 0;
  for (let one: typeof shown | undefined = shown; one?.raw && length < LONGEST_CHAIN; length += 1)
    one = one.issuerCertificate === one ? undefined : one.issuerCertificate;
  return length;
}

function wordsFor(problem: Error): string {
  const code = errorCode(problem);
  if (code === 'ECONNREFUSED') return 'nothing listens there';
  if (code === 'ENOTFOUND' || code === 'EAI_AGAIN') return 'the name of its host is not known';
  return /wrong version number|packet length too long/i.test(problem.message) ? 'it does not speak TLS' : problem.message;
}
