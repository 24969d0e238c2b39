import type { World } from '../world.ts';
import { channelsOf, filetypeOf, isPicture, mimetypeOf, type StoredFile } from './file.ts';

/** A file as the Web API, events and messages show it; of a deleted one only that it was there. */
export function wireFile({ url, store }: Pick<World, 'url' | 'store'>, file: StoredFile): Record<string, unknown> {
  const { id, name, title, user, created, size, altText } = file;
  if (file.deleted) return { id, mode: 'tombstone', file_access: 'file_not_found' };
  const { filetype, pretty } = filetypeOf(name);
  const address = `${url}/files/${id}/${encodeURIComponent(name)}`;
  const channels = channelsOf(file).flatMap((channel) => store.channel(channel) ?? []);
  return {
    id,
    name,
    title,
    user,
    created,
    timestamp: created,
    size,
    mimetype: mimetypeOf(name),
    filetype,
    pretty_type: pretty,
    mode: filetype === 'text' ? 'snippet' : 'hosted',
    editable: false,
    is_external: false,
    external_type: '',
    is_public: channels.some((channel) => !channel.private),
    public_url_shared: false,
    display_as_bot: false,
    username: '',
    file_access: 'visible',
    url_private: address,
    url_private_download: `${address}?download=1`,
    permalink: address,
    ...(isPicture(name) ? { thumb_64: address, thumb_360: address, thumb_720: address } : {}),
    ...(altText === undefined ? {} : { alt_txt: altText }),
    channels: channels.filter((channel) => !channel.private).map((channel) => channel.id),
    groups: channels.filter((channel) => channel.private && !channel.direct).map((channel) => channel.id),
    ims: channels.filter((channel) => channel.direct).map((channel) => channel.id),
    shares: sharesOf(
      file,
      channels.filter((channel) => channel.private).map((channel) => channel.id),
    ),
    has_rich_preview: false,
  };
}

function sharesOf({ shares }: StoredFile, privateOnes: readonly string[]): Record<string, unknown> {
  const group = (isPrivate: boolean): Record<string, unknown> =>
    Object.fromEntries(
      shares
        .filter(({ channel }) => privateOnes.includes(channel) === isPrivate)
        .map(({ channel, ...share }) => [channel, [{ ...share, reply_users: [], reply_users_count: 0, reply_count: 0 }]]),
    );
  return { public: group(false), private: group(true) };
}

/** Whether this user may see the file: it is their own, or it was shown in a channel, by itself or within a message, that they are in. */
export function maySee({ store }: Pick<World, 'store'>, userId: string, file: StoredFile): boolean {
  return (
    file.user === userId || [...channelsOf(file), ...file.pictured].some((channel) => store.channel(channel)?.members.includes(userId))
  );
}
