import { extension, lookup } from 'mime-types';
import { z } from 'zod';

/** Where a file was shown: the message of each channel. */
const Share = z.object({ channel: z.string(), ts: z.string(), thread_ts: z.string().optional() });

/** What is kept of a file besides its bytes. `size` is in bytes, `created` in seconds since 1970. */
export const StoredFile = z.object({
  id: z.string(),
  user: z.string(),
  created: z.number(),
  name: z.string(),
  title: z.string(),
  altText: z.string().optional(),
  size: z.number(),
  shares: z.array(Share).readonly(),
  /** Channels in which a message shows it among its blocks. */
  pictured: z.array(z.string()).readonly().default([]),
  deleted: z.boolean().default(false),
});
export type StoredFile = Readonly<z.infer<typeof StoredFile>>;

const UNKNOWN = 'application/octet-stream';
const shown = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** The type that the name says; what it does not say is not guessed from the bytes. */
export function mimetypeOf(name: string): string {
  return lookup(name) || UNKNOWN;
}

export function isPicture(name: string): boolean {
  return shown.includes(mimetypeOf(name));
}

// Maps, because what follows the last dot may be the name of something that every object has.
const special: ReadonlyMap<string, string> = new Map([
  ['txt', 'text'],
  ['log', 'text'],
  ['md', 'markdown'],
  ['js', 'javascript'],
  ['ts', 'typescript'],
  ['yml', 'yaml'],
]);
const pretty: ReadonlyMap<string, string> = new Map([
  ['text', 'Plain Text'],
  ['markdown', 'Markdown'],
  ['csv', 'CSV'],
  ['binary', 'Binary'],
]);

/** Slack's short name of the type, and the one for people. */
export function filetypeOf(name: string): { readonly filetype: string; readonly pretty: string } {
  const ending = /\.(\w{1,12})$/.exec(name)?.[1]?.toLowerCase() ?? (extension(mimetypeOf(name)) || 'binary');
  const filetype = special.get(ending) ?? (mimetypeOf(name) === UNKNOWN ? 'binary' : ending);
  return { filetype, pretty: pretty.get(filetype) ?? filetype.toUpperCase() };
}

export function channelsOf({ shares }: StoredFile): readonly string[] {
  return [...new Set(shares.map(({ channel }) => channel))];
}
