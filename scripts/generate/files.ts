import { readFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { z } from 'zod';
import { grantsFor } from './grants.ts';
import { manifestText } from './manifest.ts';
import { coverageOf, coveragePage } from './coverage.ts';
import { readGuide, readProcedures } from './procedures.ts';
import { checklistsPage, checksPage, commandsPage, tasksPage } from './reference.ts';
import { registryIndexes } from './registries.ts';

/** The project's folder. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A generated file: its path in the project, what it says, and what it should say. */
export interface Generated {
  readonly path: string;
  readonly there: string | undefined;
  readonly wanted: string;
}

/** The registries' indexes. They come first: everything else is derived from the definitions that they list. */
export async function indexFiles(): Promise<readonly Generated[]> {
  return compared(await registryIndexes(join(root, 'src')));
}

/** Manifest, schema and reference pages. */
export async function derivedFiles(): Promise<readonly Generated[]> {
  const [{ definitions }, { commands }, { commandName }, { configSchema }, procedures, guide, sources] = await Promise.all([
    import('../../src/registry.ts'),
    import('../../src/commands/index.ts'),
    import('../../src/handlers/slash-command.ts'),
    import('../../src/config.ts'),
    readProcedures(join(root, 'docs/procedures.json')),
    readGuide(join(root, 'docs/procedures.json')),
    slackSources(),
  ]);
  return compared({
    'manifest.yml': manifestText(commandName, grantsFor(sources)),
    'docs/reference/commands.md': commandsPage(commandName, commands),
    'docs/reference/checks.md': checksPage(definitions.checks, procedures),
    'docs/reference/tasks.md': tasksPage(definitions.tasks, procedures),
    'docs/reference/checklists.md': checklistsPage(definitions),
    'docs/reference/guide-coverage.md': coveragePage(coverageOf(guide, definitions, commands)),
    'docs/reference/bigshot.schema.json': `${JSON.stringify(z.toJSONSchema(configSchema(definitions), { io: 'input' }), null, 2)}\n`,
  });
}

/** Every file that may call or listen to Slack. */
async function slackSources(): Promise<readonly string[]> {
  const folders = await Promise.all(
    ['src/handlers', 'src/adapters', 'src/roles'].map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true });
      return names.filter((name) => name.endsWith('.ts')).map((name) => join(root, folder, name));
    }),
  );
  return Promise.all(folders.flat().map((file) => readFile(file, 'utf8')));
}

async function compared(texts: Readonly<Record<string, string>>): Promise<readonly Generated[]> {
  return Promise.all(
    Object.entries(texts).map(async ([path, text]) => {
      const file = join(root, path);
      const wanted = path.endsWith('.ts') ? await format(text, { ...(await resolveConfig(file)), filepath: file }) : text;
      return { path, wanted, there: await readFile(file, 'utf8').catch(() => undefined) };
    }),
  );
}
