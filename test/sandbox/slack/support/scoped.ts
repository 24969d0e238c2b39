import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { stringify } from 'yaml';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { open } from './open.ts';

/** A workspace whose application has exactly these scopes and subscriptions. */
export async function openScoped(scopes: readonly string[], events: readonly string[] = []): Promise<OpenWorkspace> {
  const folder = mkdtempSync(join(tmpdir(), 'scoped-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const manifest = join(folder, 'manifest.yml');
  writeFileSync(
    manifest,
    stringify({
      display_information: { name: 'Scoped' },
      features: { bot_user: { display_name: 'scoped' } },
      oauth_config: { scopes: { bot: scopes } },
      settings: { event_subscriptions: { bot_events: events }, socket_mode_enabled: true },
    }),
  );
  return open({ manifest });
}
