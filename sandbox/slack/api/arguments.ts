import { z } from 'zod';
import { SlackError } from '../errors.ts';

/** `true`, `"true"` and `"1"`: forms carry only text. */
export const Flag = z
  .union([z.boolean(), z.string(), z.number()])
  .transform((value) => value === true || value === 1 || value === 'true' || value === '1')
  .default(false);

/** A `ts` or text: a number would have lost digits, so it is refused as Slack refuses it. */
export const Text = z.string();

/** A list as people send it: JSON, comma-separated, or a real array. */
export const Names = z
  .union([z.array(z.string()), z.string()])
  .transform((value) => (typeof value === 'string' ? value.replaceAll(/["[\]\s]/g, '').split(',') : value).filter((name) => name !== ''));

/** How many to return; more than `maximum` is `invalid_limit`. */
export function limit(fallback: number, maximum: number): z.ZodType<number> {
  return z
    .unknown()
    .optional()
    .transform((value) => {
      if (value === undefined || value === '') return fallback;
      const count = Number(value);
      if (!Number.isInteger(count) || count < 1 || count > maximum) throw new SlackError('invalid_limit');
      return count;
    });
}

/** An argument that is JSON in a form and an object in a JSON body. Throws `error` for text that is no JSON. */
export function parseJson(value: unknown, error: string): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    throw new SlackError(error);
  }
}
