import { expect, test } from 'vitest';
import { cpuPercent, memoryOf } from '../../../src/adapters/engine/stats.ts';

const cpu = (total: number, system: number, more: object = {}) => ({
  cpu_usage: { total_usage: total },
  system_cpu_usage: system,
  online_cpus: 2,
  ...more,
});

test.each([
  ['half of all time on two cores is one whole core', cpu(0, 0), cpu(50, 100), 100],
  ['no time passed', cpu(10, 100), cpu(10, 100), 0],
  ['a container that was restarted counts from 0 again', cpu(900, 100), cpu(20, 200), 0],
  [
    'without a number of cores it is that of the counters',
    cpu(0, 0),
    cpu(50, 100, { online_cpus: 0, cpu_usage: { total_usage: 50, percpu_usage: [1, 2, 3, 4] } }),
    200,
  ],
])('share of the processor: %s', (_, before, now, percent) => {
  expect(cpuPercent(before, now)).toBe(percent);
});

test.each([
  ['version 1', { total_inactive_file: 300, inactive_file: 1 }],
  ['version 2', { inactive_file: 300 }],
])('memory in control groups %s is without the file cache', (_, stats) => {
  expect(memoryOf({ memory_stats: { usage: 1000, limit: 2000, stats } })).toEqual({ memoryBytes: 700, memoryPercent: 35 });
});

test('a cache that is larger than all cannot be right and is not taken off', () => {
  expect(memoryOf({ memory_stats: { usage: 100, limit: 200, stats: { inactive_file: 300 } } })).toMatchObject({ memoryBytes: 100 });
});
