import type { Fields } from '../blocks/problem.ts';
import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import { withBlockIds } from './block-ids.ts';
import { blocksOfView } from './form.ts';

/** What Slack says of a modal that the application left out. */
const unsaid = {
  private_metadata: '',
  callback_id: '',
  external_id: '',
  submit: null,
  close: null,
  clear_on_close: false,
  notify_on_close: false,
  previous_view_id: null,
};

/** A view as Slack keeps it and sends it: with an id, the one of the view in whose place it is shown, and names for all its blocks. */
export function keptView({ store }: World, view: Fields, before?: Fields): Fields {
  const stamp = store.timestamp();
  const id = before?.['id'] ?? `V${stamp.replace('.', '').slice(-10)}`;
  return {
    ...(view['type'] === 'modal' && { ...unsaid, root_view_id: id }),
    ...view,
    blocks: withBlockIds(blocksOfView(view)),
    id,
    team_id: team.id,
    app_id: app.id,
    bot_id: app.botId,
    hash: stamp,
    state: { values: {} },
  };
}
