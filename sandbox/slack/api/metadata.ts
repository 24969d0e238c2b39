import { isFields } from '../blocks/problem.ts';
import { SlackError } from '../errors.ts';
import { Metadata } from '../state/message.ts';
import { parseJson } from './arguments.ts';
import type { Caller } from './method.ts';

const MOST_BYTES = 16_000;

/**
 * The metadata of a call; an empty object means: none. Throws `metadata_must_be_sent_from_app` for people, `invalid_metadata_format`
 * for what is no object with both fields, `invalid_metadata_schema` where they are of the wrong kind, or `metadata_too_large`.
 */
export function readMetadata({ kind }: Caller, value: unknown): Metadata | 'none' | undefined {
  if (value === undefined || value === null || value === '') return undefined;
  if (kind === 'user') throw new SlackError('metadata_must_be_sent_from_app');
  const given = parseJson(value, 'invalid_metadata_format');
  if (!isFields(given)) throw new SlackError('invalid_metadata_format');
  if (Object.keys(given).length === 0) return 'none';
  if (given['event_type'] === undefined || given['event_payload'] === undefined) throw new SlackError('invalid_metadata_format');
  const parsed = Metadata.safeParse(given);
  if (!parsed.success || parsed.data.event_type === '') throw new SlackError('invalid_metadata_schema');
  if (Buffer.byteLength(JSON.stringify(parsed.data)) > MOST_BYTES) throw new SlackError('metadata_too_large');
  return parsed.data;
}
