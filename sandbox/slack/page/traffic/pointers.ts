import * as z from 'zod/mini';

const Told = z.union([z.string(), z.object({ message: z.string(), pointer: z.optional(z.string()) })]);

const WithErrors = z.object({
  errors: z.optional(z.array(Told)),
  response_metadata: z.optional(z.object({ messages: z.optional(z.array(z.string())) })),
});

/** One thing that an answer complains of, and the place in what was given, as a JSON pointer. */
export interface Complaint {
  readonly message: string;
  readonly pointer: string;
}

/** What an answer says about the places of mistakes: as objects, or as texts with the pointer in brackets at their end. */
export function complaintsIn(answer: unknown): readonly Complaint[] {
  const parsed = WithErrors.safeParse(answer);
  if (!parsed.success) return [];
  const { errors, response_metadata: metadata } = parsed.data;
  return (errors ?? metadata?.messages ?? []).map(complaintOf);
}

function complaintOf(told: z.infer<typeof Told>): Complaint {
  if (typeof told !== 'string') return { message: told.message, pointer: told.pointer ?? '' };
  const [, pointer = ''] = /\[json-pointer:([^\]]*)\]/.exec(told) ?? [];
  return { message: told.replace(/^\[(?:ERROR|WARN)\]\s*/, '').replace(/\s*\[json-pointer:[^\]]*\]/, ''), pointer };
}
