import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/** Ends a run with the skipped tests and, as the very last line, `N passed, N failed` with `, N skipped` where there are any. */
export function closingLine(): Reporter {
  let run: Vitest | undefined;
  return {
    onInit: (vitest) => {
      run = vitest;
    },
    onTestRunEnd: (modules, errors) => {
      run?.logger.log(summary(modules, errors.length));
    },
  };
}

function summary(modules: readonly TestModule[], strayErrors: number): string {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): readonly TestCase[] => tests.filter((test) => test.result().state === state);
  const skipped = [...inState('skipped'), ...inState('pending')];
  // A file that does not even load, and an error outside any test, fail the run without failing a test.
  const broken = modules.flatMap((module) => module.errors()).length + suiteErrors(modules);
  const failed = inState('failed').length + broken + strayErrors;
  const counts = `${inState('passed').length} passed, ${failed} failed`;
  const lines = skipped.map(reason);
  return [...lines, skipped.length > 0 ? `${counts}, ${skipped.length} skipped` : counts].join('\n');
}

function suiteErrors(modules: readonly TestModule[]): number {
  const suites = modules.flatMap((module) => [...module.children.allSuites()]);
  return suites.flatMap((suite) => suite.errors()).length;
}

// A suite that is skipped for want of a part says so in its title; a test that skips itself leaves a note.
function reason(test: TestCase): string {
  const result = test.result();
  const note = result.state === 'skipped' && result.note ? ` (${result.note})` : '';
  return `skipped: ${test.fullName}${note}`;
}
