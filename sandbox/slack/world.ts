import type { ResponseUrls } from './acts/response-urls.ts';
import type { Chosen } from './acts/chosen.ts';
import type { Clock } from './clock.ts';
import type { Delivery } from './delivery/delivery.ts';
import type { Redelivery } from './delivery/redelivery.ts';
import type { Connections } from './delivery/socket/connections.ts';
import type { Tickets } from './delivery/socket/tickets.ts';
import type { EmojiTable } from './emoji.ts';
import type { Bytes } from './files/bytes.ts';
import type { Uploads } from './files/uploads.ts';
import type { Faults } from './faults/faults.ts';
import type { Limits } from './limits/limits.ts';
import type { Manifest } from './manifest.ts';
import type { Modals } from './modals.ts';
import type { People } from './people.ts';
import type { Secrets } from './secrets.ts';
import type { Setup } from './setup.ts';
import type { Store } from './state/store.ts';
import type { Traffic } from './traffic/traffic.ts';
import type { Triggers } from './triggers.ts';

/** Everything a call of the Web API may need. */
export interface World {
  readonly url: string;
  readonly manifest: Manifest;
  readonly setup: Setup;
  readonly people: People;
  readonly secrets: Secrets;
  readonly store: Store;
  readonly emoji: EmojiTable;
  readonly clock: Clock;
  /** Socket Mode's connections; nobody opens one where the manifest chose HTTP. */
  readonly connections: Connections;
  readonly tickets: Tickets;
  /** The way to the application for commands and interactions … */
  readonly delivery: Delivery;
  /** … and for events, which are sent again. */
  readonly redelivery: Redelivery;
  readonly chosen: Chosen;
  readonly triggers: Triggers;
  readonly modals: Modals;
  readonly responseUrls: ResponseUrls;
  readonly uploads: Uploads;
  readonly bytes: Bytes;
  readonly faults: Faults;
  readonly limits: Limits;
  readonly traffic: Traffic;
  readonly now: () => Date;
}
