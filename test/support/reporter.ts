import type { Reporter, TestCase, TestModule, Vitest } from 'vitest/node';

/**
 * Ends a run with the skipped tests and, as the very last line, `N passed, N failed` with `, N skipped` where there are any.
 * Where everything must run (`CI` in the environment), a skipped test counts as a failed one.
 */
export function closingLine(everythingMustRun = Boolean(process.env['CI'])): Reporter {
  let run: Vitest | undefined;
  return {
    onInit: (vitest) => {
      run = vitest;
    },
    onTestRunEnd: (modules, errors) => {
      const { text, isMissing } = summary(modules, errors.length, everythingMustRun);
      run?.logger.log(text);
      if (isMissing) process.exitCode = 1;
    },
  };
}

function summary(
  modules: readonly TestModule[],
  strayErrors: number,
  everythingMustRun: boolean,
): { readonly text: string; readonly isMissing: boolean } {
  const tests = modules.flatMap((module) => [...module.children.allTests()]);
  const inState = (state: string): readonly TestCase[] => tests.filter((test) => test.result().state === state);
  const skipped = [...inState('skipped'), ...inState('pending')];
  // A file that does not even load, and an error outside any test, fail the run without failing a test.
  const broken = modules.flatMap((module) => module.errors()).length + suiteErrors(modules);
  const failed = inState('failed').length + broken + strayErrors;
  const passed = inState('passed').length;
  if (skipped.length === 0) return { text: `${passed} passed, ${failed} failed`, isMissing: false };
  const lines = skipped.map(reason);
  if (!everythingMustRun)
    return { text: [...lines, `${passed} passed, ${failed} failed, ${skipped.length} skipped`].join('\n'), isMissing: false };
  const why = 'Everything must run here, so a skipped test counts as failed:';
  return { text: [why, ...lines, `${passed} passed, ${failed + skipped.length} failed`].join('\n'), isMissing: true };
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
