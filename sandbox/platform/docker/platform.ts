import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type Docker from 'dockerode';
import { compose } from '../../../src/adapters/engine/compose.ts';
import { freePort } from '../../stores/ports.ts';
import { ownerOf, removeProject, untilHealthy } from './containers.ts';
import { engine } from './engine.ts';
import { serviceImage } from './image.ts';
import { writeBackend } from './program.ts';

/** The stand-in platform as five containers of a compose project, all healthy. */
export interface DockerPlatform {
  readonly docker: Docker;
  readonly project: string;
  /** Of the API itself, past the web server. */
  readonly apiUrl: string;
  readonly webUrl: string;
  readonly databaseUrl: string;
  readonly redisUrl: string;
  /** Mounted into the services: `logs/`, `backups/`, `instance/`, `ssl/`. */
  readonly folder: string;
  readonly adminPassword: string;
  /** Compose's file and what it takes from the environment. */
  readonly compose: { readonly file: string; readonly environment: Readonly<Record<string, string>> };
  /** Removes containers, network and volumes. The image stays, for the next time. */
  close(): Promise<void>;
}

/** One whose addresses are known while its containers still start. */
export interface OpeningDockerPlatform extends DockerPlatform {
  /** Settles when all of them are healthy and the data are there; when it fails, nothing is left behind but the image. */
  readonly filled: Promise<void>;
}

export interface DockerPlatformOptions {
  /** Empty, or not there yet. */
  readonly folder: string;
  readonly project: string;
  readonly signal: AbortSignal;
  readonly say: (line: string) => void;
}

const file = fileURLToPath(new URL('compose.yml', import.meta.url));

/** Starts it, and waits until it is healthy. @throws as `openDockerPlatform`, and what `filled` tells. */
export async function startDockerPlatform(options: DockerPlatformOptions): Promise<DockerPlatform> {
  const platform = await openDockerPlatform(options);
  await platform.filled;
  return platform;
}

/**
 * Begins to start it; what an earlier one of the same project left is removed first.
 * @throws NoEngine, ProjectTaken; `filled` rejects with Absent when there is no compose program.
 */
export async function openDockerPlatform(options: DockerPlatformOptions): Promise<OpeningDockerPlatform> {
  const { project, signal } = options;
  const docker = await engine();
  await removeProject(docker, project);
  const image = await serviceImage(docker, options.say);
  const folder = join(options.folder, 'platform');
  const program = join(options.folder, 'backend');
  // nginx runs as whoever owns the folder, and does not make its own.
  await mkdir(join(folder, 'logs', 'nginx'), { recursive: true });
  await writeBackend(program);
  const [apiPort, webPort, databasePort, redisPort] = [await freePort(), await freePort(), await freePort(), await freePort()].map(String);
  const [databasePassword, redisPassword] = [randomBytes(18).toString('hex'), randomBytes(18).toString('hex')];
  const environment = {
    ...ownEnvironment(),
    SANDBOX_IMAGE: image,
    SANDBOX_OWNER: await ownerOf(process.pid),
    SANDBOX_USER: `${process.getuid?.() ?? 1000}:${process.getgid?.() ?? 1000}`,
    SANDBOX_FOLDER: folder,
    SANDBOX_PROGRAM: program,
    DATABASE_PASSWORD: databasePassword,
    REDIS_PASSWORD: redisPassword,
    API_PORT: apiPort ?? '',
    WEB_PORT: webPort ?? '',
    DATABASE_PORT: databasePort ?? '',
    REDIS_PORT: redisPort ?? '',
  };
  const close = () => removeProject(docker, project);
  const up = async (): Promise<void> => {
    try {
      await compose({ project, files: [file], environment }, ['up', '--detach', '--no-build'], signal);
      await untilHealthy(docker, project, signal);
    } catch (problem) {
      await close();
      throw problem;
    }
  };
  const filled = up();
  filled.catch(() => undefined); // until somebody waits for it, it is no unhandled rejection
  return {
    filled,
    docker,
    project,
    apiUrl: `http://127.0.0.1:${apiPort}`,
    webUrl: `http://127.0.0.1:${webPort}`,
    databaseUrl: `postgresql://bigshot:${databasePassword}@127.0.0.1:${databasePort}/bigshot`,
    redisUrl: `redis://:${redisPassword}@127.0.0.1:${redisPort}/0`,
    folder,
    adminPassword: 'password',
    compose: { file, environment },
    close,
  };
}

/** What programs need to be found, and where the engine is. */
function ownEnvironment(): Readonly<Record<string, string>> {
  const kept = ['PATH', 'HOME', 'DOCKER_HOST', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'];
  return Object.fromEntries(kept.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])));
}
