import { defineConfig } from 'vitest/config';
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
    // Half of the time of the long ones is waiting: for containers, for deadlines, for what is asked again later.
    maxWorkers: 3,
    reporters: ['default', closingLine()],
  },
});
