import type { z } from 'zod';
import type { Command } from './command.ts';

/** Gives a command the types of its own options. */
export function defineCommand<Shape extends z.ZodRawShape, Services>(
  command: Omit<Command<z.output<z.ZodObject<Shape>>, Services>, 'kind' | 'options'> & { readonly options: z.ZodObject<Shape> },
): Command<z.output<z.ZodObject<Shape>>, Services> {
  return { kind: 'command', ...command };
}
