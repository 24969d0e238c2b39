import { z } from 'zod';
import { SlackError } from '../errors.ts';
import { Metadata } from '../state/message.ts';

const MOST_METADATA_BYTES = 16_000;

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

/** The metadata of a call. Throws `invalid_metadata_format` or `metadata_too_large`; an empty object means: none. */
export function readMetadata(value: unknown): Metadata | 'none' | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const object = parseJson(value, 'invalid_metadata_format');
  if (JSON.stringify(object) === '{}') return 'none';
  const parsed = Metadata.safeParse(object);
  if (!parsed.success) throw new SlackError('invalid_metadata_format');
  if (Buffer.byteLength(JSON.stringify(parsed.data)) > MOST_METADATA_BYTES) throw new SlackError('metadata_too_large');
  return parsed.data;
}

const Attachments = z.array(z.looseObject({})).max(100);

/** The attachments of a call. Throws `invalid_attachments`. */
export function readAttachments(value: unknown): z.infer<typeof Attachments> | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  const parsed = Attachments.safeParse(parseJson(value, 'invalid_attachments'));
  if (!parsed.success) throw new SlackError('invalid_attachments');
  return parsed.data;
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
