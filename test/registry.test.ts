import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { fieldsOf } from '../scripts/generate/fields.ts';
import { root } from '../scripts/generate/files.ts';
import { coverageOf } from '../scripts/generate/coverage.ts';
import { readGuide, readProcedures } from '../scripts/generate/procedures.ts';
import { commands } from '../src/commands/index.ts';
import { subjectNamed } from '../src/core/definitions.ts';
import { definitions } from '../src/registry.ts';

const checks = [...definitions.checks.values()];
const tasks = [...definitions.tasks.values()];
const lists = [...definitions.checklists.values(), ...definitions.scheduledTasks.values()];
const idForm = /^[a-z][a-z0-9]*(-[a-z0-9]+)*$/;

describe('procedures of the guide', () => {
  test('all 122 are in the repository', async () => {
    const procedures = await readProcedures(join(root, 'docs/procedures.json'));

    expect([...procedures.keys()]).toEqual(Array.from({ length: 122 }, (_, index) => `S${index + 1}`));
  });

  test.each([...checks, ...tasks].map((one) => [one.id, one.procedures] as const))(
    '%s names only procedures that exist',
    async (_, named) => {
      const procedures = await readProcedures(join(root, 'docs/procedures.json'));

      expect(named.filter((number) => !procedures.has(number))).toEqual([]);
    },
  );
});

describe('coverage of the guide', async () => {
  const coverage = coverageOf(await readGuide(join(root, 'docs/procedures.json')), definitions, commands);

  test.each(coverage.map((one) => [one.procedure.number, one] as const))(
    '%s is carried by something that exists, or says what is to come',
    (_, { carriers, procedure }) => {
      expect({ carried: carriers.length > 0, open: procedure.later !== undefined }).toEqual(
        carriers.length > 0 ? { carried: true, open: false } : { carried: false, open: true },
      );
    },
  );

  test('every line that reaches one is right', () => {
    const lines = coverage.flatMap(({ carriers }) => carriers.flatMap(({ lines: own }) => own));
    const first = (line: string): string => line.split(' ')[0] ?? '';

    expect(lines.filter((line) => !commands.some(({ id }) => id === line || (first(line) === 'run' && id === 'run')))).toEqual([]);
  });
});

describe('names', () => {
  test('are in kebab-case and belong to one thing only', () => {
    const ids = [...checks, ...tasks, ...lists].map(({ id }) => id);

    expect(ids.filter((id) => !idForm.test(id))).toEqual([]);
    expect(ids.toSorted()).toEqual([...new Set(ids)].toSorted());
  });

  test('of commands are words, each once', () => {
    const ids = commands.map(({ id }) => id);

    expect(ids.filter((id) => !/^[a-z]+( [a-z]+)?$/.test(id))).toEqual([]);
    expect(ids).toHaveLength(new Set(ids).size);
  });
});

describe('checks', () => {
  test.each(checks.map((check) => [check.id, check] as const))('%s has a default and a meaning for every limit', (_, { limits }) => {
    const bare = fieldsOf(limits).filter(({ standard, about }) => standard === '' || standard === 'required' || about === '');

    expect(bare).toEqual([]);
    expect(limits.safeParse({}).success).toBe(true);
  });

  test.each(checks.map((check) => [check.id, check] as const))('%s says why it exists in a sentence', (_, { title, why }) => {
    expect(title).toMatch(/^[A-Z]/);
    expect(why).toMatch(/^[A-Z].*\.$/);
  });
});

describe('tasks', () => {
  test.each(tasks.map((task) => [task.id, task] as const))('%s has steps with names of their own', (_, { steps }) => {
    const ids = steps.map(({ id }) => id);

    expect(ids.length).toBeGreaterThan(0);
    expect(ids).toHaveLength(new Set(ids).size);
  });

  test.each(tasks.map((task) => [task.id, task.mutes ?? []] as const))('%s mutes only checks that exist', (_, mutes) => {
    expect(mutes.filter((id) => !definitions.checks.has(id))).toEqual([]);
  });
});

describe('checklists', () => {
  test.each([...definitions.checklists.values()].map((list) => [list.id, list.items] as const))(
    '%s lists registered checks, each once',
    (_, items) => {
      expect(items.filter((item) => definitions.checks.get(item.id) !== item)).toEqual([]);
      expect(items).toHaveLength(new Set(items).size);
    },
  );

  test.each([...definitions.scheduledTasks.values()].map((one) => [one.id, one.asks] as const))(
    '%s asks for a task that takes its input',
    (_, asks) => {
      const task = definitions.tasks.get(asks.task);

      expect(task?.input.safeParse(asks.input).success).toBe(true);
    },
  );
});

describe('commands', () => {
  const withSubject = commands.flatMap(({ id, subject }) => (subject === undefined ? [] : [[id, subject] as const]));

  test.each(withSubject)('%s goes by the policy of %s, which exists', (_, subject) => {
    expect(subjectNamed(definitions, subject)).toBeDefined();
  });

  test.each(commands.map((command) => [command.id, command] as const))(
    '%s shows in its usage every option that it takes',
    (_, { usage, words, options }) => {
      const flags = Object.keys(options.shape).filter((name) => !words.some((word) => word.replace('...', '') === name));

      expect(flags.filter((name) => !usage.includes(`--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`))).toEqual([]);
    },
  );
});
