import { execa } from 'execa';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { crc64, emptyCrc64 } from '../../../src/adapters/backups/crc64.ts';
import { createRdbCheck } from '../../../src/adapters/backups/rdb.ts';

const hasRedis = (await execa('redis-server', ['--version'], { reject: false })).exitCode === 0;

function problemOf(bytes: Buffer, pieceBytes = bytes.length): string | undefined {
  const check = createRdbCheck();
  for (let at = 0; at < bytes.length; at += pieceBytes) check.write(bytes.subarray(at, at + pieceBytes));
  return check.problem();
}

test('the checksum of the known text is the known one', () => {
  const { high, low } = crc64(emptyCrc64, Buffer.from('123456789'));

  expect(high.toString(16) + low.toString(16)).toBe('e9c6d914c4b8d9ca');
});

describe.skipIf(!hasRedis)(`a dump of a real Redis${hasRedis ? '' : ' (needs redis-server)'}`, () => {
  test('is sound in pieces of any size, and no flipped byte or cut goes unseen', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'bigshot-rdb-'));
    const args = ['--port', '0', '--unixsocket', `${folder}/s`, '--dir', folder, '--daemonize', 'no', '--save', '3600 1'];
    const redis = execa('redis-server', args, { reject: false });
    const command = (...words: string[]) => execa('redis-cli', ['-s', `${folder}/s`, ...words], { reject: false });
    while ((await command('set', 'celery', 'x'.repeat(500))).exitCode !== 0) await new Promise((resolve) => setTimeout(resolve, 30));
    await command('save');
    redis.kill();
    await redis;
    const dump = await readFile(join(folder, 'dump.rdb'));
    await rm(folder, { recursive: true });

    const flipped = [...dump.keys()].filter((at) => {
      const bytes = Buffer.from(dump);
      bytes[at] = (bytes[at] ?? 0) ^ 4;
      return problemOf(bytes) === undefined;
    });

    expect([problemOf(dump), problemOf(dump, 1), problemOf(dump, 7)]).toEqual([undefined, undefined, undefined]);
    expect(flipped).toEqual([]);
    expect(problemOf(dump.subarray(0, -1))).toContain('redis_backup.rdb');
  });
});
