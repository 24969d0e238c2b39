import { z } from 'zod';

/** An object that takes only these keys, and names them to whoever gave another. */
export function strict<Shape extends z.ZodRawShape>(shape: Shape) {
  const allowed = Object.keys(shape).join(', ') || 'none';
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown key ${(issue.keys ?? []).map((key) => `“${key}”`).join(', ')} (allowed: ${allowed})`
        : undefined,
  });
}
