import { text } from 'node:stream/consumers';
import { z } from 'zod';
import type { ServiceEvent } from '../../ports/platform.ts';
import type { Engine } from './client.ts';

const Event = z.object({
  Action: z.string(),
  time: z.number(),
  Actor: z.object({ Attributes: z.record(z.string(), z.string()) }),
});

const KINDS = { die: 'ended', oom: 'memory full', start: 'started' } as const;

/** What became of the project's containers since a moment, oldest first. The engine itself keeps only its last few hundred events. */
export function eventsSince(
  engine: Engine,
  project: string,
  { since, until }: { readonly since: Date; readonly until: Date },
  signal: AbortSignal,
): Promise<readonly ServiceEvent[]> {
  return engine.ask('reading the events of the engine', signal, async (docker, abortSignal) => {
    const stream = await docker.getEvents({
      since: seconds(since),
      until: seconds(until),
      filters: { type: ['container'], event: Object.keys(KINDS), label: [`com.docker.compose.project=${project}`] },
      abortSignal,
    });
    const lines = (await text(stream)).split('\n').filter((line) => line.trim() !== '');
    return lines.flatMap((line) => eventOf(JSON.parse(line)));
  });
}

function seconds(at: Date): number {
  return at.getTime() / 1000;
}

function eventOf(raw: unknown): readonly ServiceEvent[] {
  const { data } = Event.safeParse(raw);
  const service = data?.Actor.Attributes['com.docker.compose.service'];
  const kind = Object.entries(KINDS).find(([action]) => action === data?.Action)?.[1];
  if (!data || service === undefined || kind === undefined) return [];
  const code = data.Actor.Attributes['exitCode'];
  return [{ service, at: new Date(data.time * 1000), kind, ...(code !== undefined && { exitCode: Number(code) }) }];
}
