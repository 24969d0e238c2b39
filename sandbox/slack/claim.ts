import { mkdir, rm } from 'node:fs/promises';
import { connect, createServer, type Server } from 'node:net';
import { join } from 'node:path';

/**
 * Makes a folder this workspace's own, as two that write there lose each other's messages; the answer gives it back.
 * Throws when a workspace that runs has it, or when it cannot be made. The sign is a socket: unlike a file, it says by itself whether its owner still lives.
 * Where the system makes no such sockets, or not with a path of that length, nothing is claimed.
 */
export async function claimFolder(folder: string): Promise<() => void> {
  await mkdir(folder, { recursive: true }).catch((cause: unknown) => {
    throw new Error(`the folder ${folder} cannot be used: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  });
  const path = join(folder, 'in-use.sock');
  const first = await listenAt(path);
  if (first !== 'taken') return ending(first);
  if (await isAnswered(path))
    throw new Error(`the folder ${folder} is in use by a workspace that runs: end that one, or give another folder with --folder`);
  await rm(path, { force: true });
  const second = await listenAt(path);
  return ending(second === 'taken' ? undefined : second);
}

function ending(server: Server | undefined): () => void {
  return () => void server?.close();
}

function listenAt(path: string): Promise<Server | 'taken' | undefined> {
  return new Promise((resolve) => {
    const server = createServer((socket) => socket.destroy());
    server.once('error', (problem) => resolve('code' in problem && problem.code === 'EADDRINUSE' ? 'taken' : undefined));
    server.listen(path, () => resolve(server));
    server.unref();
  });
}

function isAnswered(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path);
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
