import { Readable } from 'node:stream';
import { OpsError } from '../../core/errors.ts';
import type { Engine } from './client.ts';
import { framesOf } from './frames.ts';
import { membersOf } from './project.ts';

/** So many lines are read at most: the last ones. */
const MOST_LINES = 20_000;

/** What the containers of a service wrote since a moment, standard output and error, oldest first; also of stopped ones. */
export async function linesSince(
  engine: Engine,
  { project, service }: { readonly project: string; readonly service: string },
  since: Date,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const members = (await membersOf(engine, project, signal)).filter((member) => member.service === service);
  if (members.length === 0) throw new OpsError('engine', `reading the log of ${service}: there is no such container`);
  return engine.ask(`reading the log of ${service}`, signal, async (docker, abortSignal) => {
    const logs = await Promise.all(
      members.map(async ({ id, details }) => {
        const options = {
          stdout: true,
          stderr: true,
          since: since.getTime() / 1000,
          tail: MOST_LINES,
          follow: false,
          abortSignal,
        } as const;
        const bytes = await docker.getContainer(id).logs(options);
        return plainText(bytes, details.Config.Tty);
      }),
    );
    return logs.flatMap((text) => text.split('\n')).filter((line) => line !== '');
  });
}

/** With a terminal there are no frames. */
async function plainText(bytes: Buffer, isTerminal: boolean): Promise<string> {
  if (isTerminal) return bytes.toString('utf8');
  const pieces: Buffer[] = [];
  for await (const piece of framesOf(Readable.from([bytes]))) pieces.push(piece.bytes);
  return Buffer.concat(pieces).toString('utf8');
}
