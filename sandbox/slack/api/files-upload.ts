import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { shareFiles } from '../acts/files.ts';
import { readBlocks } from '../blocks/validate.ts';
import { SlackError } from '../errors.ts';
import type { StoredFile } from '../files/file.ts';
import { wireFile } from '../files/wire-file.ts';
import type { World } from '../world.ts';
import { Names, parseJson, Text } from './arguments.ts';
import { writableChannel } from './lookups.ts';
import { defineMethod, type Caller } from './method.ts';

/** What this workspace takes: Slack's own 1 GB for each file would be the memory of the machine. */
export const mostBytes = { file: 50 * 1024 * 1024, all: 250 * 1024 * 1024 };
const LONGEST_ALT_TEXT = 1000;

/** The first step: announces a file, and answers where its bytes are to be sent. */
export const filesGetUploadURLExternal = defineMethod({
  name: 'files.getUploadURLExternal',
  scope: 'files:write',
  arguments: z.object({
    filename: Text.min(1),
    length: z.coerce.number().int().min(1),
    alt_txt: Text.optional(),
    alt_text: Text.optional(),
    snippet_type: Text.optional(),
  }),
  answer({ uploads, bytes, url }, caller, { filename, length, alt_txt: altTxt, alt_text: altText = altTxt }) {
    if (length > mostBytes.file) throw new SlackError('file_upload_size_restricted');
    if (bytes.total() + length > mostBytes.all) throw new SlackError('storage_limit_reached');
    if (altText !== undefined && altText.length > LONGEST_ALT_TEXT) throw new SlackError('alt_txt_too_large');
    const id = `F0${randomBytes(5).toString('hex').toUpperCase().slice(0, 9)}`;
    const name = filename.replaceAll(/[/\\\p{Cc}]/gu, '_').slice(0, 255);
    const secret = uploads.announce({ id, user: caller.userId, name, altText, length });
    return { upload_url: `${url}/upload/${secret}`, file_id: id };
  },
});

const Uploaded = z.array(z.object({ id: z.string(), title: z.string().optional() })).min(1);

/** The third step: makes files of what was sent, and shows them in channels where it is told to. */
export const filesCompleteUploadExternal = defineMethod({
  name: 'files.completeUploadExternal',
  scope: 'files:write',
  arguments: z.object({
    files: z.unknown(),
    channel_id: Text.optional(),
    channels: Names.optional(),
    thread_ts: Text.optional(),
    initial_comment: Text.optional(),
    blocks: z.unknown().optional(),
  }),
  answer(world, caller, given) {
    const wanted = Uploaded.safeParse(parseJson(given.files, 'invalid_arguments'));
    if (!wanted.success) throw new SlackError('invalid_arguments');
    const blocks = readBlocks(given.blocks);
    const ids = [...(given.channel_id === undefined || given.channel_id === '' ? [] : [given.channel_id]), ...(given.channels ?? [])];
    const channels = ids.map((id) => writableChannel(world, caller, id));
    const files = wanted.data.map(({ id, title }) => completed(world, caller, id, title));
    files.forEach((file) => world.store.record({ is: 'file', file }));
    channels.forEach(({ id: channel }) =>
      shareFiles(world, {
        files: files.map(({ id }) => id),
        channel,
        user: caller.userId,
        text: given.initial_comment ?? '',
        blocks,
        threadTs: given.thread_ts,
      }),
    );
    return { files: files.map(({ id }) => wireFile(world, world.store.file(id) ?? missing())) };
  },
});

function completed({ uploads, now }: World, { userId }: Caller, id: string, title: string | undefined): StoredFile {
  const upload = uploads.complete(id, userId) ?? missing();
  const { name, altText, length: size } = upload;
  return {
    id,
    user: userId,
    created: Math.floor(now().getTime() / 1000),
    name,
    title: title ?? name,
    altText,
    size,
    shares: [],
    pictured: [],
    deleted: false,
  };
}

function missing(): never {
  throw new SlackError('file_not_found');
}
