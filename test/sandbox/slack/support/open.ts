import { onTestFinished } from 'vitest';
import type { App } from '@slack/bolt';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { connectBolt } from './bolt.ts';
import { workspace } from './workspace.ts';

/** A workspace that ends with the test. */
export async function open(options: Parameters<typeof workspace>[0] = {}): Promise<OpenWorkspace> {
  const place = await workspace(options);
  onTestFinished(place.close);
  return place;
}

/** A Bolt application that is connected until the test ends. */
export async function connect(place: OpenWorkspace, listen: (app: App) => void, connections = 2): Promise<void> {
  const { stop } = await connectBolt(place, listen, connections);
  onTestFinished(stop);
}
