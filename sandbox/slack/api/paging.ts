import { SlackError } from '../errors.ts';

/** What a call says about the page that it wants. */
export interface PageWish {
  readonly cursor?: string | undefined;
  readonly limit: number;
}

/** One page; `next` is the cursor of the page after it, and empty where there is none. */
export interface Page<Item> {
  readonly page: readonly Item[];
  readonly next: string;
}

/** The page after the cursor, which names the last item of the page before. Throws `invalid_cursor`, also where that item is gone. */
export function pageOf<Item>(items: readonly Item[], nameOf: (item: Item) => string, { cursor, limit }: PageWish): Page<Item> {
  const start = cursor ? startAfter(items.map(nameOf), cursor) : 0;
  const page = items.slice(start, start + limit);
  const last = page.at(-1);
  const hasMore = last !== undefined && start + limit < items.length;
  return { page, next: hasMore ? cursorAfter(nameOf(last)) : '' };
}

function cursorAfter(name: string): string {
  return Buffer.from(`after:${name}`).toString('base64');
}

function startAfter(names: readonly string[], cursor: string): number {
  const index = names.findIndex((name) => cursorAfter(name) === cursor);
  if (index < 0) throw new SlackError('invalid_cursor');
  return index + 1;
}
