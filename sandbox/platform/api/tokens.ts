import { createHmac, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';

const VALID_FOR_S = 3600;

const Claims = z.object({ sub: z.string(), exp: z.number() });

/** What a request's `Authorization` header is worth. */
export type Access =
  | { readonly is: 'granted'; readonly username: string }
  | { readonly is: 'missing' | 'expired' }
  | { readonly is: 'malformed'; readonly why: string };

/** Issues and checks the platform's login tokens (JSON Web Tokens, HS256, good for an hour). */
export interface Tokens {
  issue(username: string, now: Date): string;
  check(authorization: string | undefined, now: Date): Access;
}

export function createTokens(secret: string): Tokens {
  const sign = (text: string): string => createHmac('sha256', secret).update(text).digest('base64url');
  return {
    issue: (username, now) => {
      const issuedAt = Math.floor(now.getTime() / 1000);
      const claims = { fresh: false, iat: issuedAt, type: 'access', sub: username, nbf: issuedAt, exp: issuedAt + VALID_FOR_S };
      const signed = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
      return `${signed}.${sign(signed)}`;
    },
    check: (authorization, now) => (authorization === undefined ? { is: 'missing' } : check(authorization, sign, now)),
  };
}

function check(authorization: string, sign: (text: string) => string, now: Date): Access {
  const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
  if (token === undefined) return { is: 'malformed', why: "Bad Authorization header. Expected 'Authorization: Bearer <JWT>'" };
  const [header, claims, signature, ...rest] = token.split('.');
  if (header === undefined || claims === undefined || signature === undefined || rest.length > 0) {
    return { is: 'malformed', why: 'Not enough segments' };
  }
  const expected = Buffer.from(sign(`${header}.${claims}`));
  const given = Buffer.from(signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) {
    return { is: 'malformed', why: 'Signature verification failed' };
  }
  const { sub, exp } = Claims.parse(JSON.parse(Buffer.from(claims, 'base64url').toString()));
  return exp * 1000 <= now.getTime() ? { is: 'expired' } : { is: 'granted', username: sub };
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
