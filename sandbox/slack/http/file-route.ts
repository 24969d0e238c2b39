import type { IncomingMessage, ServerResponse } from 'node:http';
import { callerOf } from '../api/call.ts';
import { mostBytes } from '../api/files-upload.ts';
import { SlackError } from '../errors.ts';
import { mimetypeOf } from '../files/file.ts';
import { maySee } from '../files/wire-file.ts';
import type { World } from '../world.ts';
import { sendJson } from './api-route.ts';
import { readUpload } from './body.ts';

/** The second step of an upload: takes the bytes, as they are or as the first field of a form. The address itself is the right. */
export async function takeUpload(world: World, request: IncomingMessage, response: ServerResponse, secret: string): Promise<void> {
  const end = world.traffic.begin({ is: 'upload', what: 'upload_url', by: 'unknown' });
  const refuse = (status: number, says: string): void => {
    end({ state: 'bad', says });
    response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(says);
  };
  const bytes = await readUpload(request, mostBytes.file).catch((error: unknown) => {
    if (error instanceof SlackError) return error.error;
    throw error;
  });
  if (typeof bytes === 'string') return refuse(413, bytes);
  const upload = world.uploads.redeem(secret);
  if (!upload) return refuse(404, 'upload_url_unknown_used_or_expired');
  if (bytes.length !== upload.length) return refuse(400, `length_mismatch: announced ${upload.length} bytes, got ${bytes.length}`);
  world.bytes.write(upload.id, bytes);
  world.uploads.arrived(upload.id);
  end({ state: 'good', says: `${upload.name}, ${bytes.length} bytes` });
  response.writeHead(200, { 'content-type': 'text/plain; charset=utf-8' }).end(`OK - ${bytes.length}`);
}

/** Sends a file to whoever may see it: never as something that a browser would run or draw by itself. */
export function sendFile(world: World, request: IncomingMessage, response: ServerResponse, id: string): void {
  const file = world.store.file(id);
  const userId = readerOf(world, request);
  if (userId === undefined) return sendJson(response, 401, { ok: false, error: 'not_authed' });
  const bytes = file && !file.deleted && maySee(world, userId, file) ? world.bytes.read(id) : undefined;
  if (!file || !bytes) return sendJson(response, 404, { ok: false, error: 'file_not_found' });
  response.writeHead(200, {
    'content-type': mimetypeOf(file.name),
    'content-length': bytes.length,
    'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(file.name).replaceAll("'", '%27')}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cache-control': 'private, max-age=3600',
  });
  response.end(bytes);
}

/** Whose token the request carries; the bot's only counts with the scope to read files. */
function readerOf(world: World, request: IncomingMessage): string | undefined {
  try {
    const { kind, userId } = callerOf(world, /^Bearer\s+(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]);
    return kind === 'user' || (kind === 'bot' && world.manifest.scopes.includes('files:read')) ? userId : undefined;
  } catch (error) {
    if (error instanceof SlackError) return undefined;
    throw error;
  }
}
