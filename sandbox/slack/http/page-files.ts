import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import { sendJson } from './api-route.ts';

/** What is sent to the browser for one path. */
interface PageFile {
  readonly type: string;
  readonly body: string;
}

/** The pages by their paths, as they are sent to the browser. */
export type PageFiles = ReadonlyMap<string, PageFile>;

/** Bundles the pages in memory: a newcomer builds nothing. Throws what esbuild says about a mistake in the sources. */
export async function bundlePage(): Promise<PageFiles> {
  const folder = fileURLToPath(new URL('../page/', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: ['main.tsx', 'style.css', 'traffic/main.tsx', 'traffic.css'].map((name) => `${folder}${name}`),
    outdir: folder,
    tsconfig: `${folder}tsconfig.json`,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    logLevel: 'silent',
  });
  const built = (name: string): string => outputFiles.find(({ path }) => path === join(folder, name))?.text ?? '';
  return new Map([
    ['/', { type: 'text/html', body: html('Local Slack', 'page') }],
    ['/page.js', { type: 'text/javascript', body: built('main.js') }],
    ['/page.css', { type: 'text/css', body: built('style.css') }],
    ['/traffic', { type: 'text/html', body: html('Traffic · Local Slack', 'traffic') }],
    ['/traffic.js', { type: 'text/javascript', body: built('traffic/main.js') }],
    ['/traffic.css', { type: 'text/css', body: built('traffic.css') }],
  ]);
}

function html(title: string, name: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/${name}.css">
</head>
<body><div id="page"></div><noscript>This page needs JavaScript.</noscript><script type="module" src="/${name}.js"></script></body>
</html>
`;
}

const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "connect-src 'self'",
  'img-src http: https: data: blob:',
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');

/** Sends one of the page's files; false when the path is none of them. */
export function sendPageFile(world: World, files: PageFiles, response: ServerResponse, path: string): boolean {
  const file = files.get(path);
  if (file) return send(response, file);
  switch (path) {
    case '/emoji.json':
      sendJson(response, 200, world.emoji.glyphs, { 'cache-control': 'max-age=3600' });
      return true;
    case '/start.json':
      sendJson(response, 200, startOf(world));
      return true;
    default:
      return false;
  }
}

function send(response: ServerResponse, { type, body }: PageFile): true {
  response.writeHead(200, {
    'content-type': `${type}; charset=utf-8`,
    'cache-control': 'no-store',
    'content-security-policy': policy,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
  });
  response.end(body);
  return true;
}

/** What the page must know before it can call the Web API as one of the people. */
function startOf({ manifest, secrets, people, setup }: World): unknown {
  return {
    team: { id: team.id, name: team.name },
    bot: { id: app.userId, name: manifest.botName, appName: manifest.appName },
    control: secrets.control,
    people: people.all().map(({ id, name, realName, kind, title, color }) => ({
      id,
      name,
      realName,
      role: title || kind,
      deactivated: kind === 'deactivated',
      color,
      token: secrets.people[id],
    })),
    groups: setup.groups.map(({ id, handle }) => ({ id, handle })),
    commands: manifest.commands.map(({ command, description, usage_hint }) => ({ command, description, hint: usage_hint ?? '' })),
  };
}
