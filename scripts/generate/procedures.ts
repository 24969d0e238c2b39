import { readFile } from 'node:fs/promises';
import { z } from 'zod';

/** A row of the guide; `later` says what will carry it, where nothing does yet. */
const Procedure = z.object({
  number: z.string().regex(/^S\d+$/),
  title: z.string().min(1),
  proposal: z.string().min(1),
  class: z.string().min(1),
  later: z.string().min(1).optional(),
});
export type Procedure = z.infer<typeof Procedure>;

const Procedures = z.object({
  procedures: z.array(Procedure),
});

/** Titles of the maintenance guide's procedures by their numbers, such as S7. */
export type ProcedureTitles = ReadonlyMap<string, string>;

/** Reads `docs/procedures.json`. Throws when it is not there or not in its shape. */
export async function readProcedures(file: string): Promise<ProcedureTitles> {
  const { procedures } = Procedures.parse(JSON.parse(await readFile(file, 'utf8')));
  return new Map(procedures.map(({ number, title }) => [number, title]));
}

/** The whole rows, in their order. */
export async function readGuide(file: string): Promise<readonly Procedure[]> {
  return Procedures.parse(JSON.parse(await readFile(file, 'utf8'))).procedures;
}
