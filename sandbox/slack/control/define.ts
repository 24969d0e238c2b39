import type { z } from 'zod';
import type { World } from '../world.ts';
import type { Control, ControlAnswer } from './control.ts';

interface Definition<Schema extends z.ZodType> {
  readonly name: string;
  readonly arguments: Schema;
  answer(world: World, given: z.output<Schema>): ControlAnswer | Promise<ControlAnswer>;
}

/** Ties a control to its arguments. It throws the ZodError of what does not fit. */
export function defineControl<Schema extends z.ZodType>(definition: Definition<Schema>): Control {
  return { name: definition.name, answer: async (world, raw) => definition.answer(world, definition.arguments.parse(raw)) };
}

/** A good answer. */
export function done(body: Readonly<Record<string, unknown>> = {}): ControlAnswer {
  return { status: 200, body: { ok: true, ...body } };
}
