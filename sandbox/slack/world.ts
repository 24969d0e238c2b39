import type { ResponseUrls } from './acts/response-urls.ts';
import type { Connections } from './delivery/connections.ts';
import type { Redelivery } from './delivery/redelivery.ts';
import type { Tickets } from './delivery/tickets.ts';
import type { EmojiTable } from './emoji.ts';
import type { Manifest } from './manifest.ts';
import type { Secrets } from './secrets.ts';
import type { Store } from './state/store.ts';

/** Everything a call of the Web API may need. */
export interface World {
  readonly url: string;
  readonly manifest: Manifest;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly emoji: EmojiTable;
  readonly connections: Connections;
  readonly tickets: Tickets;
  readonly redelivery: Redelivery;
  readonly responseUrls: ResponseUrls;
  readonly now: () => Date;
}
