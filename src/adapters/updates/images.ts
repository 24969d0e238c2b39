import { reason } from '../../core/errors.ts';
import type { ImageState } from '../../ports/updates.ts';
import type { Engine } from '../engine/client.ts';
import { membersOf } from '../engine/project.ts';

/** Each image that a container of the project was made from. One of which the registry says nothing keeps the others from nothing. */
export async function imageStates(engine: Engine, project: string, signal: AbortSignal): Promise<readonly ImageState[]> {
  const members = await membersOf(engine, project, signal);
  const used = new Map<string, { readonly id: string; readonly image: string; readonly services: string[] }>();
  for (const { service, details } of members) {
    const id = details.Image;
    const known = used.get(id) ?? { id, image: details.Config.Image, services: [] };
    if (!known.services.includes(service)) known.services.push(service);
    used.set(id, known);
  }
  return Promise.all([...used.values()].map((one) => stateOf(engine, one, signal)));
}

async function stateOf(
  engine: Engine,
  { id, image, services }: { readonly id: string; readonly image: string; readonly services: readonly string[] },
  signal: AbortSignal,
): Promise<ImageState> {
  const details = await engine.ask(`looking at the image ${image}`, signal, (docker) => docker.getImage(id).inspect());
  const about = { services, image, builtAt: new Date(details.Created) };
  // Null in the answer of some engines for an image that was never in a registry.
  const digests: readonly string[] = details.RepoDigests ?? [];
  if (digests.length === 0) return { ...about, is: 'built here' };
  if (image.includes('@')) return { ...about, is: 'named by its hash' };
  try {
    const there = await engine.ask(`asking for ${image} at its registry`, signal, (docker, abortSignal) =>
      docker.getImage(image).distribution({ abortSignal }),
    );
    return { ...about, is: digests.some((digest) => digest.endsWith(`@${there.Descriptor.digest}`)) ? 'newest' : 'older' };
  } catch (error) {
    signal.throwIfAborted();
    return { ...about, is: { problem: reason(error) } };
  }
}
