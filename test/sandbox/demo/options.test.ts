import { expect, test } from 'vitest';
import { parseOptions, WrongOptions } from '../../../sandbox/demo/options.ts';

test('without options the page is on port 3100 and the data is kept', () => {
  expect(parseOptions([])).toMatchObject({ port: 3100, json: false, fresh: false, redis: true });
});

test('each option is understood', () => {
  const options = parseOptions(['--json', '--fresh', '--port', '3101', '--no-redis', '--verbose', '--folder', '/tmp/there']);

  expect(options).toMatchObject({ json: true, fresh: true, port: 3101, redis: false, verbose: true, folder: '/tmp/there' });
});

test.each([[['--prot', '3101']], [['--port']], [['--port', 'many']], [['--port', '70000']], [['--port=-1']], [['3101']]])(
  'wrong options are refused with the allowed ones: %j',
  (args) => {
    const attempt = (): unknown => parseOptions(args);

    expect(attempt).toThrow(WrongOptions);
    expect(attempt).toThrow(/Allowed after `--`: --json, --fresh, --port <number>/);
  },
);
