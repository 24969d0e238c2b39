import Docker from 'dockerode';
import { NoEngine } from './errors.ts';

const ANSWERS_WITHIN_MS = 5000;

/**
 * The container engine of this machine: `DOCKER_HOST`, else its usual socket.
 * @throws NoEngine when none answers.
 */
export async function engine(): Promise<Docker> {
  await new Docker({ timeout: ANSWERS_WITHIN_MS }).ping().catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new NoEngine(`No container engine answers on this machine (${why}). Install and start Docker, or leave out --docker.`, { cause });
  });
  return new Docker();
}
