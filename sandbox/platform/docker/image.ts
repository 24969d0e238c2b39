import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import { execa } from 'execa';
import { z } from 'zod';
import { pack } from 'tar-stream';
import { inTurn } from './turn.ts';

const imageFolder = new URL('image/', import.meta.url);

/** On the image: a hash of all that it is made of, by which the next start finds it again. */
const LABEL = 'bigshot.stand-in.image';
const DEBIAN = 'debian:bookworm-slim';
const IMPORTED = 'bigshot-stand-in-base:bookworm';

/** The image of the stand-in platform's services: the one that was built before from the same files, else a new one. */
export function serviceImage(docker: Docker, say: (line: string) => void): Promise<string> {
  return inTurn('stand-in-image', () => foundOrBuilt(docker, say));
}

async function foundOrBuilt(docker: Docker, say: (line: string) => void): Promise<string> {
  const files = await filesOf(imageFolder);
  const hash = createHash('sha256').update(JSON.stringify(files)).digest('hex').slice(0, 16);
  const [found] = await docker.listImages({ filters: { label: [`${LABEL}=${hash}`] } });
  if (found) return found.Id;
  say('Building the image of the platform, once: this takes about a minute …');
  const base = await debian(docker);
  const older = await docker.listImages({ filters: { label: [LABEL] } });
  const image = await build(docker, files, { base, hash });
  // One that is still used by another demo stays until the next time.
  await Promise.allSettled(older.map(({ Id }) => docker.getImage(Id).remove()));
  return image;
}

type Files = Readonly<Record<string, string>>;

async function filesOf(folder: URL): Promise<Files> {
  const names = (await readdir(folder)).toSorted();
  return Object.fromEntries(await Promise.all(names.map(async (name) => [name, await readFile(new URL(name, folder), 'utf8')] as const)));
}

/** Debian as an image, also where none can be pulled: one that is here, made of Debian's own packages where they can be had that way, else from the registry. */
export async function debian(docker: Docker): Promise<string> {
  for (const name of [DEBIAN, IMPORTED]) if (await isHere(docker, name)) return name;
  const made = await importDebian(docker);
  if (made.is === 'made') return IMPORTED;
  try {
    await finished(docker, await docker.pull(DEBIAN));
    return DEBIAN;
  } catch (cause) {
    throw new Error(`There is no Debian image: it cannot be made here (${made.why}), and ${DEBIAN} cannot be pulled`, { cause });
  }
}

async function isHere(docker: Docker, name: string): Promise<boolean> {
  return docker
    .getImage(name)
    .inspect()
    .then(
      () => true,
      () => false,
    );
}

async function importDebian(docker: Docker): Promise<{ readonly is: 'made' } | { readonly is: 'impossible'; readonly why: string }> {
  if (process.getuid?.() !== 0) return { is: 'impossible', why: 'only root can' };
  const without = ['doc', 'man', 'locale'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`);
  const options = ['--quiet', '--variant=minbase', '--dpkgopt=force-unsafe-io', ...without];
  const making = execa('mmdebstrap', [...options, 'bookworm', '-'], {
    reject: false,
    buffer: { stdout: false, stderr: true },
    stdin: 'ignore',
  });
  const [repo, tag] = IMPORTED.split(':');
  const root = new PassThrough();
  making.stdout.pipe(root);
  const importing = docker.importImage(root, { repo, tag }).then((answer) => finished(docker, answer));
  importing.catch(() => undefined);
  const { failed, code, stderr } = await making;
  if (failed) return { is: 'impossible', why: code === 'ENOENT' ? 'mmdebstrap is not installed' : stderr.slice(-300) };
  await importing;
  return { is: 'made' };
}

async function build(docker: Docker, files: Files, { base, hash }: { readonly base: string; readonly hash: string }): Promise<string> {
  const tar = pack();
  for (const [name, text] of Object.entries(files)) tar.entry({ name, mode: name.endsWith('.sh') ? 0o755 : 0o644 }, text);
  tar.finalize();
  const context = tar.pipe(new PassThrough());
  const name = `bigshot-stand-in:${hash}`;
  const options = { t: name, buildargs: { BASE: base }, labels: { [LABEL]: hash }, rm: true, forcerm: true };
  await finished(docker, await docker.buildImage(context, options));
  return name;
}

const Progress = z.object({ error: z.string().optional(), stream: z.string().optional() });

/** Waits for the end of what the engine does; its failures come as one of the lines. */
async function finished(docker: Docker, answer: NodeJS.ReadableStream): Promise<void> {
  const lines = await new Promise<readonly unknown[]>((resolve, reject) => {
    docker.modem.followProgress(answer, (problem: Error | null, output: readonly unknown[]) =>
      problem ? reject(problem) : resolve(output),
    );
  });
  const read = lines.flatMap((line) => Progress.safeParse(line).data ?? []);
  const error = read.find((line) => line.error !== undefined)?.error;
  if (error !== undefined)
    throw new Error(
      `${error}\n${read
        .map(({ stream = '' }) => stream)
        .join('')
        .slice(-1500)}`,
    );
}
