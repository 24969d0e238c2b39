import { randomBytes } from 'node:crypto';
import type { Secrets } from '../../secrets.ts';
import type { Traffic } from '../../traffic/traffic.ts';
import { payloadIn } from './response.ts';
import { machineSeconds, signed } from './signature.ts';

/** Whether an events URL has proved that it is the application's. */
export interface Verification {
  isVerified(url: string, signal: AbortSignal): Promise<boolean>;
}

interface VerificationDeps {
  readonly secrets: Pick<Secrets, 'signingSecret' | 'verification'>;
  readonly traffic: Traffic;
}

/** Slack asks when the URL is saved; here the application may start later, so it is asked before its first event, until it answers right. */
export function createVerification({ secrets, traffic }: VerificationDeps): Verification {
  const verified = new Set<string>();
  return {
    async isVerified(url, signal) {
      if (verified.has(url)) return true;
      const challenge = randomBytes(24).toString('hex');
      const body = JSON.stringify({ token: secrets.verification, challenge, type: 'url_verification' });
      const headers = { 'content-type': 'application/json', ...signed(body, secrets.signingSecret, machineSeconds()) };
      const end = traffic.begin({ is: 'envelope', what: 'url_verification', by: 'http', given: { url } });
      try {
        const response = await fetch(url, { method: 'POST', headers, body, redirect: 'manual', signal });
        const isRight = response.status === 200 && challengeIn(await payloadIn(response)) === challenge;
        end(isRight ? { state: 'good' } : { state: 'bad', says: `${url} did not answer with the challenge, but with ${response.status}` });
        if (isRight) verified.add(url);
        return isRight;
      } catch (error) {
        end({ state: 'unsent', says: `${url} does not answer` });
        throw error;
      }
    },
  };
}

function challengeIn(payload: unknown): unknown {
  return typeof payload === 'object' && payload !== null && 'challenge' in payload ? payload.challenge : payload;
}
