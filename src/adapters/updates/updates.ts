import { z } from 'zod';
import { Absent } from '../../core/errors.ts';
import type { UpdatesReader } from '../../ports/updates.ts';
import type { Engine } from '../engine/client.ts';
import { imageStates } from './images.ts';
import { nodeUpdates, pythonUpdates } from './packages.ts';
import { scanImages } from './scan.ts';
import { systemUpdates } from './system.ts';

/** What there is to be looked at; what is left out is absent. */
export interface UpdatesOptions {
  /** The host, and where its root is mounted for a bot in a container. */
  readonly host?: { readonly root?: string };
  readonly engine?: { readonly engine: Engine; readonly project: string; readonly application: string };
  /** Folder of the sources of the front end. */
  readonly node?: string;
  /** Program and arguments, before the name of the image. */
  readonly scanner?: readonly string[];
  readonly path: string | undefined;
}

const Version = z.object({ Version: z.string(), ApiVersion: z.string() });

export function createUpdates({ host, engine: about, node, scanner, path }: UpdatesOptions): UpdatesReader {
  const missing = (what: string): never => {
    throw new Absent(what);
  };
  const engineOr = () => about ?? missing('no container engine is configured');
  return {
    system: async (signal) => (host ? systemUpdates({ path, ...host }, signal) : missing('no host is configured')),
    async engine(signal) {
      const { engine } = engineOr();
      const told = await engine.ask('asking the engine for its version', signal, (docker) => docker.version());
      const { Version: version, ApiVersion: apiVersion } = Version.parse(told);
      return { version, apiVersion };
    },
    async python(signal) {
      const { engine, project, application } = engineOr();
      return pythonUpdates(engine, { project, service: application }, signal);
    },
    node: async (signal) => (node === undefined ? missing('no folder of the front end is configured') : nodeUpdates(node, path, signal)),
    async images(signal) {
      const { engine, project } = engineOr();
      return imageStates(engine, project, signal);
    },
    async scan(signal) {
      if (!scanner) return missing('no scanner of images is configured');
      const { engine, project } = engineOr();
      return scanImages({ engine, project, command: scanner, path }, signal);
    },
  };
}
