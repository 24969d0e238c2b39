import { PassThrough } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { extract, pack } from 'tar-stream';
import { OpsError } from '../../core/errors.ts';
import type { Engine } from './client.ts';

/** A file of a container, being read. */
export interface ContainerFile {
  readonly bytes: number;
  readonly modifiedAt: Date;
  readonly pieces: AsyncIterable<Buffer>;
}

/** Reads one file of a container, which need not run, and gives it to `use` as it comes. */
export function readFileOf<Result>(
  engine: Engine,
  { id, path }: { readonly id: string; readonly path: string },
  signal: AbortSignal,
  use: (file: ContainerFile) => Promise<Result>,
): Promise<Result> {
  return engine.command(`reading ${path} of a container`, signal, async (docker, abortSignal) => {
    const options: { readonly path: string; readonly abortSignal: AbortSignal } = { path, abortSignal };
    const stream = await docker.getContainer(id).getArchive(options);
    const entries = extract();
    stream.on('error', (problem) => entries.destroy(problem));
    stream.pipe(entries);
    for await (const entry of entries) {
      const { type, size, mtime } = entry.header;
      if (type !== 'file') throw new OpsError('engine', `${path} is no file`, { permanent: true });
      // Waited for here: leaving the loop ends the stream.
      const result = await use({ bytes: size, modifiedAt: mtime, pieces: buffersOf(entry) });
      return result;
    }
    throw new OpsError('engine', `the engine gave nothing for ${path}`);
  });
}

async function* buffersOf(stream: AsyncIterable<unknown>): AsyncGenerator<Buffer> {
  for await (const piece of stream) if (Buffer.isBuffer(piece)) yield piece;
}

/** Puts files into a folder of a container that does not run yet. */
export async function writeFilesTo(
  engine: Engine,
  { id, folder }: { readonly id: string; readonly folder: string },
  files: readonly { readonly name: string; readonly bytes: number; readonly pieces: AsyncIterable<Buffer> }[],
  signal: AbortSignal,
): Promise<void> {
  const tar = pack();
  const pouring = pour(tar, files).catch((problem: unknown) =>
    tar.destroy(problem instanceof Error ? problem : new Error(String(problem))),
  );
  await engine.command(`writing into ${folder} of a container`, signal, (docker) =>
    docker.getContainer(id).putArchive(tar.pipe(new PassThrough()), { path: folder }),
  );
  await pouring;
}

async function pour(
  tar: ReturnType<typeof pack>,
  files: readonly { readonly name: string; readonly bytes: number; readonly pieces: AsyncIterable<Buffer> }[],
): Promise<void> {
  for (const { name, bytes, pieces } of files) {
    const entry = tar.entry({ name, size: bytes, mode: 0o600 });
    await pipeline(pieces, entry);
  }
  tar.finalize();
}
