import type { Container } from 'dockerode';
import { z } from 'zod';
import type { ContainerStats } from '../../ports/platform.ts';
import type { Engine } from './client.ts';
import { membersOf } from './project.ts';
import { rounded } from '../../lib/rounded.ts';

const Cpu = z.object({
  cpu_usage: z.object({ total_usage: z.number(), percpu_usage: z.array(z.number()).nullish() }),
  system_cpu_usage: z.number().optional(),
  online_cpus: z.number().optional(),
});
const Stats = z.object({
  read: z.coerce.date(),
  preread: z.coerce.date(),
  cpu_stats: Cpu,
  precpu_stats: Cpu,
  memory_stats: z.object({ usage: z.number().optional(), limit: z.number().optional(), stats: z.record(z.string(), z.number()).nullish() }),
});
type Stats = z.infer<typeof Stats>;
type Cpu = z.infer<typeof Cpu>;

/** The counters of a container's processor at a moment. */
interface Moment {
  readonly at: Date;
  readonly cpu: Cpu;
}

/**
 * Processor and memory of the project's running containers. The engine needs a second or two for the two samples of a processor's share;
 * so the last sample of each container is kept, and the next look takes one. Its share is then that since the last look. Docker 20.10
 * gives even that one only at its next tick, within a second.
 */
export function createStats(engine: Engine, project: string): (signal: AbortSignal) => Promise<readonly ContainerStats[]> {
  const kept = new Map<string, Moment>();
  return async (signal) => {
    const members = (await membersOf(engine, project, signal)).filter(({ details }) => details.State.Running);
    return engine.ask('reading what containers use', signal, async (docker, abortSignal) => {
      const found = await Promise.all(
        members.map(async ({ service, id }) => ({ id, service, ...(await lookAt(docker.getContainer(id), kept.get(id), abortSignal)) })),
      );
      // Also forgets the containers that are gone.
      kept.clear();
      for (const { id, now } of found) kept.set(id, now);
      return found.map(({ service, before, now, memory }) => ({
        name: service,
        cpuPercent: cpuPercent(before.cpu, now.cpu),
        overMs: now.at.getTime() - before.at.getTime(),
        ...memory,
      }));
    });
  };
}

async function lookAt(container: Container, before: Moment | undefined, abortSignal: AbortSignal) {
  // The types of the client do not know that it can be cut short.
  const options: { readonly stream: false; readonly 'one-shot': boolean; readonly abortSignal: AbortSignal } = {
    stream: false,
    'one-shot': before !== undefined,
    abortSignal,
  };
  const answer: unknown = await container.stats(options);
  const { read, preread, cpu_stats: cpu, precpu_stats: earlier, ...stats } = Stats.parse(answer);
  return { now: { at: read, cpu }, before: before ?? { at: preread, cpu: earlier }, memory: memoryOf(stats) };
}

/** As the docker program computes it: 100 is one core; 0 when a counter went backwards, as after a restart. */
export function cpuPercent(before: Cpu, now: Cpu): number {
  const used = now.cpu_usage.total_usage - before.cpu_usage.total_usage;
  const system = (now.system_cpu_usage ?? 0) - (before.system_cpu_usage ?? 0);
  const cores = now.online_cpus || (now.cpu_usage.percpu_usage?.length ?? 1);
  return used <= 0 || system <= 0 ? 0 : rounded((used / system) * cores * 100);
}

/** Without the file cache, which the kernel gives back; it is named differently in the two versions of control groups. */
export function memoryOf({
  memory_stats: { usage = 0, limit = 0, stats },
}: Pick<Stats, 'memory_stats'>): Pick<ContainerStats, 'memoryBytes' | 'memoryPercent'> {
  const cache = stats?.['total_inactive_file'] ?? stats?.['inactive_file'] ?? 0;
  const bytes = cache < usage ? usage - cache : usage;
  return { memoryBytes: bytes, memoryPercent: limit > 0 ? rounded((bytes / limit) * 100) : 0 };
}
