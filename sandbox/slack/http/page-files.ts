import type { ServerResponse } from 'node:http';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { app, team } from '../identity.ts';
import type { World } from '../world.ts';
import { sendJson } from './api-route.ts';

/** The page as it is sent to the browser. */
export interface PageFiles {
  readonly script: string;
  readonly style: string;
}

/** Bundles the page in memory: a newcomer builds nothing. Throws what esbuild says about a mistake in the sources. */
export async function bundlePage(): Promise<PageFiles> {
  const folder = fileURLToPath(new URL('../page/', import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [`${folder}main.tsx`, `${folder}style.css`],
    outdir: folder,
    tsconfig: `${folder}tsconfig.json`,
    bundle: true,
    write: false,
    format: 'esm',
    target: 'es2022',
    minify: true,
    logLevel: 'silent',
  });
  const fileOf = (ending: string): string => outputFiles.find(({ path }) => path.endsWith(ending))?.text ?? '';
  return { script: fileOf('.js'), style: fileOf('.css') };
}

const html = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Local Slack</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="/page.css">
</head>
<body><div id="page"></div><noscript>This page needs JavaScript.</noscript><script type="module" src="/page.js"></script></body>
</html>
`;

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
  switch (path) {
    case '/':
      return send(response, 'text/html', html);
    case '/page.js':
      return send(response, 'text/javascript', files.script);
    case '/page.css':
      return send(response, 'text/css', files.style);
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

function send(response: ServerResponse, type: string, body: string): true {
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
    people: people
      .all()
      .map(({ id, name, realName, kind, title, color }) => ({ id, name, realName, role: title || kind, color, token: secrets.people[id] })),
    groups: setup.groups.map(({ id, handle }) => ({ id, handle })),
    commands: manifest.commands.map(({ command, description, usage_hint }) => ({ command, description, hint: usage_hint ?? '' })),
  };
}
