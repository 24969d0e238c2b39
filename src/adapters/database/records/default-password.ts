import { pbkdf2, scrypt, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';

/** The platform makes its first user with it at each start, if the user is missing. */
const known = 'password';

const byScrypt = /^scrypt:(\d{1,8}):(\d{1,3}):(\d{1,3})\$([^$]{1,200})\$([0-9a-f]{2,256})$/;
const byPbkdf2 = /^pbkdf2:(sha256|sha512):(\d{1,8})\$([^$]{1,200})\$([0-9a-f]{2,256})$/;
/** As much work as the platform itself makes; a hash that asks for more is not worth it. */
const mostMemory = 128 * 1024 * 1024;
const mostRounds = 2_000_000;

/** Whether a hash of Werkzeug's two kinds is that of the password that everybody knows. Of another kind it cannot be told: false. */
export async function isDefaultPassword(hash: string): Promise<boolean> {
  const [, cost, block, parallel, salt, hex] = byScrypt.exec(hash) ?? [];
  if (salt !== undefined && hex !== undefined) {
    const expected = Buffer.from(hex, 'hex');
    const options = { N: Number(cost), r: Number(block), p: Number(parallel), maxmem: mostMemory };
    return timingSafeEqual(await hashed(salt, expected.length, options), expected);
  }
  const [, digest, rounds, pepper, digits] = byPbkdf2.exec(hash) ?? [];
  if (digest === undefined || pepper === undefined || digits === undefined || Number(rounds) > mostRounds) return false;
  const expected = Buffer.from(digits, 'hex');
  return timingSafeEqual(await promisify(pbkdf2)(known, pepper, Number(rounds), expected.length, digest), expected);
}

function hashed(
  salt: string,
  length: number,
  options: { readonly N: number; readonly r: number; readonly p: number; readonly maxmem: number },
): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(known, salt, length, options, (error, key) => (error ? reject(error) : resolve(key)));
  });
}
