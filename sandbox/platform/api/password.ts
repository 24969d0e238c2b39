import { scrypt, timingSafeEqual } from 'node:crypto';

const FORMAT = /^scrypt:(\d+):(\d+):(\d+)\$([^$]+)\$([0-9a-f]+)$/;

/** Whether a password fits a hash of the platform's kind (`scrypt:N:r:p$salt$hex`); a hash of another kind fits none. */
export function fits(password: string, hash: string): Promise<boolean> {
  const [, cost, blockSize, parallelization, salt, hex] = FORMAT.exec(hash) ?? [];
  if (salt === undefined || hex === undefined) return Promise.resolve(false);
  const expected = Buffer.from(hex, 'hex');
  const options = { N: Number(cost), r: Number(blockSize), p: Number(parallelization), maxmem: 128 * 1024 * 1024 };
  return new Promise((resolve, reject) => {
    scrypt(password, salt, expected.length, options, (problem, key) => {
      if (problem) reject(problem);
      else resolve(timingSafeEqual(key, expected));
    });
  });
}
