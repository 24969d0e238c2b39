import { z } from 'zod';
import { deleteFile } from '../acts/files.ts';
import { SlackError } from '../errors.ts';
import { channelsOf, isPicture, type StoredFile } from '../files/file.ts';
import { maySee, wireFile } from '../files/wire-file.ts';
import type { World } from '../world.ts';
import { limit, Text } from './arguments.ts';
import { defineMethod, type Caller } from './method.ts';

/** The file, if the caller may see it. Throws `file_not_found` or `file_deleted`. */
function visibleFile(world: World, { userId }: Caller, id: string): StoredFile {
  const file = world.store.file(id);
  if (!file || !maySee(world, userId, file)) throw new SlackError('file_not_found');
  if (file.deleted) throw new SlackError('file_deleted');
  return file;
}

export const filesInfo = defineMethod({
  name: 'files.info',
  scope: 'files:read',
  arguments: z.object({ file: Text }),
  answer: (world, caller, given) => ({
    file: wireFile(world, visibleFile(world, caller, given.file)),
    comments: [],
    response_metadata: { next_cursor: '' },
  }),
});

const types: Readonly<Record<string, (file: StoredFile) => boolean>> = {
  all: () => true,
  images: ({ name }) => isPicture(name),
};

/** Newest first, in numbered pages as Slack has them here. Throws `unknown_type`. */
export const filesList = defineMethod({
  name: 'files.list',
  scope: 'files:read',
  arguments: z.object({
    channel: Text.optional(),
    user: Text.optional(),
    types: Text.default('all'),
    ts_from: z.coerce.number().default(0),
    ts_to: z.coerce.number().default(Number.POSITIVE_INFINITY),
    count: limit(100, 1000),
    page: z.coerce.number().int().min(1).default(1),
  }),
  answer(world, caller, { channel, user, types: kinds, ts_from: from, ts_to: to, count, page }) {
    const tests = kinds.split(',').map((kind) => types[kind] ?? unknownType());
    const found = world.store
      .files()
      .filter((file) => !file.deleted && maySee(world, caller.userId, file))
      .filter((file) => (channel === undefined || channelsOf(file).includes(channel)) && (user === undefined || file.user === user))
      .filter((file) => file.created >= from && file.created <= to && tests.some((test) => test(file)))
      .toSorted((one, other) => other.created - one.created);
    return {
      files: found.slice((page - 1) * count, page * count).map((file) => wireFile(world, file)),
      paging: { count, total: found.length, page, pages: Math.ceil(found.length / count) },
    };
  },
});

/** Only whoever brought a file may delete it. Throws `cant_delete_file`. */
export const filesDelete = defineMethod({
  name: 'files.delete',
  scope: 'files:write',
  arguments: z.object({ file: Text }),
  answer(world, caller, given) {
    const file = visibleFile(world, caller, given.file);
    if (file.user !== caller.userId) throw new SlackError('cant_delete_file');
    deleteFile(world, file);
    return {};
  },
});

function unknownType(): never {
  throw new SlackError('unknown_type');
}
