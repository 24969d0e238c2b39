import { defineConfig } from 'vitest/config';
import { LongestFirst } from './test/support/longest-first.ts';
import { patienceSeconds } from './test/support/patience.ts';
import { closingLine } from './test/support/reporter.ts';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    // They end what hangs, on a machine that is busy too; no promise is measured by them.
    testTimeout: 3 * patienceSeconds * 1000,
    hookTimeout: 3 * patienceSeconds * 1000,
    expect: { poll: { timeout: patienceSeconds * 1000 } },
    pool: 'forks',
    // More than half of the time of the long ones is waiting: for containers, for deadlines, for what is asked again later.
    maxWorkers: 4,
    // No test changes a module, so the files of one process may share what they import.
    isolate: false,
    sequence: { sequencer: LongestFirst },
    reporters: ['default', closingLine()],
  },
});
