import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import type { App } from '@slack/bolt';
import type { OpenWorkspace } from '../../../../sandbox/slack/open.ts';
import { freePort } from '../../../../sandbox/stores/ports.ts';
import { open } from '../support/open.ts';
import { createLunch, type Transport } from './app.ts';

const httpManifest = fileURLToPath(new URL('manifest.yml', import.meta.url));

/** The workspace with the application installed in it and running, until the test ends. */
export async function runLunch(transport: Transport): Promise<OpenWorkspace> {
  const port = transport === 'HTTP' ? await freePort() : 0;
  const place = await openFor(transport, port);
  await start(createLunch(transport, credentialsOf(place)), transport, port);
  return place;
}

/** The workspace alone: the application is yet to come. */
export async function openFor(transport: Transport, port: number, options: Parameters<typeof open>[0] = {}): Promise<OpenWorkspace> {
  const over = transport === 'HTTP' ? { manifest: httpManifest, appUrl: `http://127.0.0.1:${port}` } : { manifest: await socketManifest() };
  return open({ ...over, ...options });
}

async function start(app: App, transport: Transport, port: number): Promise<void> {
  await (transport === 'HTTP' ? app.start(port) : app.start());
  onTestFinished(async () => {
    await app.stop();
  });
}

function credentialsOf({ world: { secrets, url } }: OpenWorkspace): Parameters<typeof createLunch>[1] {
  return { botToken: secrets.bot, appToken: secrets.app, signingSecret: secrets.signingSecret, slackApiUrl: `${url}/api/` };
}

/** The same manifest with the switch that one flips in Slack's settings. */
async function socketManifest(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lunch-'));
  onTestFinished(async () => rm(folder, { recursive: true, force: true }));
  const path = join(folder, 'manifest.yml');
  const text = await readFile(httpManifest, 'utf8');
  await writeFile(path, text.replace('socket_mode_enabled: false', 'socket_mode_enabled: true'));
  return path;
}
