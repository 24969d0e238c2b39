import { readFile, readdir } from 'node:fs/promises';
import { describe, expect, test } from 'vitest';
import { codeOf, importsOf, sourcesOf } from './support/sources.ts';
import type { Import, Source } from './support/sources.ts';

/** Who may import whom: `whole` at run time, `types` only as types. A layer may always import itself. */
const layers: Readonly<Record<string, { readonly whole: readonly string[]; readonly types: readonly string[] }>> = {
  lib: { whole: [], types: [] },
  core: { whole: ['lib'], types: ['ports'] },
  ports: { whole: [], types: ['core'] },
  checks: { whole: ['core', 'lib', 'tasks'], types: ['ports'] },
  tasks: { whole: ['core', 'lib'], types: ['ports'] },
  checklists: { whole: ['checks', 'tasks', 'core'], types: [] },
  commands: { whole: ['core'], types: ['services'] },
  store: { whole: ['core', 'lib'], types: ['ports'] },
  services: { whole: ['store', 'core', 'lib', 'ports'], types: [] },
  // The pictures that services make of rows come with the one function that reads them.
  views: { whole: ['core', 'lib', 'services/picture.ts'], types: ['ports', 'services/home.ts'] },
  handlers: { whole: ['views', 'core'], types: ['services', 'ports'] },
  adapters: { whole: ['ports', 'core', 'lib'], types: ['services/deps.ts'] },
  config: { whole: ['core', 'lib'], types: [] },
  'config.ts': { whole: ['config', 'core', 'lib'], types: [] },
  'registry.ts': { whole: ['checks', 'tasks', 'checklists', 'core'], types: [] },
  roles: { whole: ['handlers', 'services', 'views', 'adapters', 'store', 'core', 'lib'], types: ['ports'] },
  'app.ts': { whole: ['roles', 'services', 'adapters', 'store', 'commands', 'registry.ts', 'core', 'lib'], types: ['config.ts', 'ports'] },
  'main.ts': { whole: ['app.ts', 'config.ts', 'registry.ts', 'core', 'lib'], types: [] },
};

/** Single files that stand with one foot in the composition. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // Builds an environment's ports from its configuration; backups remember their verification in the store, and the journal and the samples are there.
  'src/adapters/platform.ts': [
    'src/config/environment.ts',
    'src/store/archives.ts',
    'src/store/bot-state.ts',
    'src/store/log.ts',
    'src/store/samples.ts',
    'src/store/store.ts',
  ],
};

/** Packages that only some layers may know. Types of pg and Slack may travel a little further. */
const packages: readonly { readonly name: RegExp; readonly whole: readonly string[]; readonly types: readonly string[] }[] = [
  { name: /^@slack\//, whole: ['handlers', 'views', 'adapters', 'roles', 'app.ts'], types: ['ports'] },
  { name: /^(pg|node-pg-migrate)$/, whole: ['store', 'adapters'], types: ['roles'] },
  { name: /^(ioredis|bullmq|dockerode|execa|undici|tar-stream)$/, whole: ['adapters'], types: [] },
  { name: /^node:(child_process|net|http|https|dgram|tls)$/, whole: ['adapters'], types: [] },
];

/** Lease: time that passed, whatever the clock says. */
const ownClock = ['src/services/lease.ts'];

const files = await sourcesOf('src');
const tests = await sourcesOf('test');
const everything = [...files, ...tests, ...(await sourcesOf('sandbox', 'scripts'))];

const layerOf = (path: string): string => path.split('/')[1] ?? '';

function mayImport({ by, of, isType }: Import): boolean {
  const layer = layerOf(by);
  const rule = layers[layer];
  const allowed = isType ? [...(rule?.whole ?? []), ...(rule?.types ?? [])] : (rule?.whole ?? []);
  return (
    layerOf(of) === layer ||
    allowed.some((one) => of === `src/${one}` || of.startsWith(`src/${one}/`)) ||
    (exceptions[by] ?? []).includes(of)
  );
}

const offences = (imports: readonly Import[]): readonly string[] =>
  imports.map(({ by, of, isType }) => `${by} → ${of}${isType ? ' (type)' : ''}`);

describe('imports', () => {
  const imports = files.flatMap(importsOf);

  test('are read from real statements', () => {
    const text =
      "import { a } from './a.ts';\nexport type {\n  B,\n} from '../b.ts';\nimport '@slack/bolt/dist/x';\nconst c = await import('pg');";

    const found = importsOf({ path: 'src/core/x.ts', text });

    expect(offences(found)).toEqual([
      'src/core/x.ts → src/core/a.ts',
      'src/core/x.ts → src/b.ts (type)',
      'src/core/x.ts → @slack/bolt',
      'src/core/x.ts → pg',
    ]);
  });

  test('against the direction are found out', () => {
    const wrong = [
      { by: 'src/core/x.ts', of: 'src/store/store.ts', isType: false },
      { by: 'src/handlers/x.ts', of: 'src/services/vote.ts', isType: false },
      { by: 'src/nowhere/x.ts', of: 'src/core/gate.ts', isType: false },
    ];

    expect(wrong.filter(mayImport)).toEqual([]);
  });

  test('stay inside the project’s src', () => {
    const outside = imports.filter(({ of }) => of.startsWith('..') || /^(sandbox|test|scripts|bench)\//.test(of));

    expect(offences(outside)).toEqual([]);
  });

  test.each(Object.keys(layers))('of %s go only where its layer may look', (layer) => {
    const mine = imports.filter(({ by, of }) => layerOf(by) === layer && of.startsWith('src/'));

    expect(offences(mine.filter((one) => !mayImport(one)))).toEqual([]);
  });

  test.each(packages)('of $name stay in the layers that deal with it', ({ name, whole, types }) => {
    const mine = imports.filter(({ of }) => name.test(of));

    const wrong = mine.filter(({ by, isType }) => !whole.includes(layerOf(by)) && !(isType && types.includes(layerOf(by))));

    expect(offences(wrong)).toEqual([]);
  });

  test('of generated indexes are for the composition alone', () => {
    const wrong = imports.filter(
      ({ by, of }) => /^src\/\w+\/index\.ts$/.test(of) && !of.startsWith('src/ports/') && !['registry.ts', 'app.ts'].includes(layerOf(by)),
    );

    expect(offences(wrong)).toEqual([]);
  });
});

describe('the folders of src', () => {
  test('each have a rule above', async () => {
    expect((await readdir('src')).filter((name) => !(name in layers))).toEqual([]);
  });

  test('are named in docs/architecture.md, and no others', async () => {
    const text = await readFile('docs/architecture.md', 'utf8');

    const named = [...text.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`([\w./-]+)`/g)].map(([, name = '']) => name.replace(/\/$/, '')),
    );

    expect(named.toSorted()).toEqual((await readdir('src')).toSorted());
  });
});

describe('house rules', () => {
  const pure = files.filter(({ path }) => /^src\/(core|services|views|checks|tasks|checklists|commands)\//.test(path));
  // A letter in brackets keeps the pattern from finding itself.
  const rules: readonly {
    readonly what: string;
    readonly never: RegExp;
    readonly in: readonly Source[];
    readonly but?: readonly string[];
  }[] = [
    { what: 'the environment is read in main.ts only', never: /process\.env\b/, in: codeOf(files), but: ['src/main.ts'] },
    { what: 'src holds no word of the sandbox', never: /sandbox/i, in: files },
    { what: 'nothing is mocked away', never: /\bvi\.(mo[c]k|doMo[c]k|spyO[n])\(/, in: tests },
    { what: 'no type is waved through', never: /\bas [a]ny\b|@ts-[in]\w+/, in: everything },
    { what: 'no test is left out or left alone', never: /\b(test|it|describe)\.(only|todo|skip)\(/, in: codeOf(tests) },
    { what: 'nothing is exported by default', never: /^export default\b/m, in: everything },
    { what: 'the clock and chance come in', never: /\bDate\.now\(\)|\bnew Date\(\)|\bMath\.random\(\)/, in: codeOf(pure), but: ownClock },
    { what: 'work is not put off', never: /\b(TO[D]O|FIX[M]E|XX[X])\b/, in: everything },
  ];

  test.each(rules)('$what', ({ never, in: sources, but = [] }) => {
    const offenders = sources.filter(({ path, text }) => !but.includes(path) && never.test(text));

    expect(offenders.map(({ path }) => path)).toEqual([]);
  });

  test('each check has a test of what it says about a measure', () => {
    const defined = files.filter(({ path, text }) => path.startsWith('src/checks/') && /^export const \w+ = defineCheck\(/m.test(text));
    const tested = tests.filter(({ path }) => path.startsWith('test/checks/')).flatMap((one) => importsOf(one).map(({ of }) => of));

    expect(defined.length).toBeGreaterThan(50);
    expect(defined.map(({ path }) => path).filter((path) => !tested.includes(path))).toEqual([]);
  });

  test('a file of the product has at most 200 lines', () => {
    const over = everything.filter(({ path, text }) => !path.startsWith('test/') && text.split('\n').length > 201);

    expect(over.map(({ path }) => path)).toEqual([]);
  });
});
