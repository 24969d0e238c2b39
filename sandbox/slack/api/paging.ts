import { SlackError } from '../errors.ts';
import type { Reply } from './method.ts';

/**
 * A page of a list, behind the entry that the cursor names. `nameOf` is what tells one entry from all others.
 * Throws `invalid_cursor` for one that was never handed out, or whose entry is gone.
 */
export function pageOf<Entry>(
  all: readonly Entry[],
  nameOf: (entry: Entry) => string,
  { cursor, limit }: { readonly cursor?: string | undefined; readonly limit: number },
): { readonly page: readonly Entry[]; readonly hasMore: boolean; readonly rest: Reply } {
  const last = cursor ? /^after:(\S+)$/.exec(Buffer.from(cursor, 'base64').toString())?.[1] : undefined;
  if (cursor && last === undefined) throw new SlackError('invalid_cursor');
  const start = last === undefined ? 0 : all.findIndex((entry) => nameOf(entry) === last) + 1;
  if (last !== undefined && start === 0) throw new SlackError('invalid_cursor');
  const page = all.slice(start, start + limit);
  const end = page.at(-1);
  const hasMore = start + limit < all.length;
  const next = hasMore && end !== undefined ? Buffer.from(`after:${nameOf(end)}`).toString('base64') : '';
  return { page, hasMore, rest: { response_metadata: { next_cursor: next } } };
}
