import { eventKinds, publish } from '../delivery/publish.ts';
import { channelsOf, type StoredFile } from '../files/file.ts';
import type { World } from '../world.ts';
import { post, type Draft } from './messages.ts';

/** Shows files in a channel, in one message, and tells the application. */
export function shareFiles(world: World, draft: Draft & { readonly files: readonly string[] }): void {
  const { channel, ts, thread_ts: thread } = post(world, draft);
  const share = { channel, ts, ...(thread === undefined ? {} : { thread_ts: thread }) };
  for (const id of draft.files) {
    const file = world.store.file(id);
    if (!file) continue;
    world.store.record({ is: 'file', file: { ...file, shares: [...file.shares, share] } });
    publish(world, eventKinds.fileShared, channel, {
      type: 'file_shared',
      file_id: id,
      user_id: draft.user,
      file: { id },
      channel_id: channel,
      event_ts: world.store.timestamp(),
    });
  }
  refresh(world, share);
}

/** Takes the bytes away. The messages stay and say that there was a file. */
export function deleteFile(world: World, file: StoredFile): void {
  world.store.record({ is: 'file', file: { ...file, deleted: true } });
  world.bytes.remove(file.id);
  file.shares.forEach((share) => refresh(world, share));
  for (const channel of channelsOf(file))
    publish(world, eventKinds.fileDeleted, channel, { type: 'file_deleted', file_id: file.id, event_ts: world.store.timestamp() });
}

/** Pages show the message anew; for the application nothing changed in it. */
function refresh({ store }: World, { channel, ts }: { readonly channel: string; readonly ts: string }): void {
  const message = store.message(channel, ts);
  if (message) store.record({ is: 'changed', message });
}
