import { PassThrough } from 'node:stream';
import { text } from 'node:stream/consumers';
import type Docker from 'dockerode';
import { pack } from 'tar-stream';

/** Containers of a compose project that never run, made from images of one file: enough for whatever only looks at them. */
export interface TinyContainers {
  /** An image with this content, known by this name from now on. */
  build(name: string, content: string): Promise<void>;
  run(service: string, image: string, labels?: Readonly<Record<string, string>>): Promise<void>;
  /** Removes the containers. */
  clear(): Promise<void>;
  /** Removes the images, too. */
  close(): Promise<void>;
}

export function tinyContainers(docker: Docker, project: string): TinyContainers {
  const containers: Docker.Container[] = [];
  const images = new Set<string>();
  const clear = async (): Promise<void> => {
    await Promise.all(containers.splice(0).map((container) => container.remove()));
  };
  return {
    async build(name, content) {
      const tar = pack();
      tar.entry({ name: 'content' }, content);
      tar.finalize();
      const colon = name.lastIndexOf(':');
      await text(await docker.importImage(tar.pipe(new PassThrough()), { repo: name.slice(0, colon), tag: name.slice(colon + 1) }));
      images.add((await docker.getImage(name).inspect()).Id);
    },
    async run(service, Image, labels = {}) {
      const Labels = {
        'com.docker.compose.project': project,
        'com.docker.compose.oneoff': 'False',
        'com.docker.compose.service': service,
        ...labels,
      };
      containers.push(await docker.createContainer({ Image, Cmd: ['none'], Labels }));
    },
    clear,
    async close() {
      await clear();
      for (const id of images) await docker.getImage(id).remove({ force: true });
    },
  };
}
