/** A process of its own that makes or loads an archive until somebody kills it; told what by its environment. */
import { createBackups } from '../../../src/adapters/backups/backups.ts';
import { createEngine } from '../../../src/adapters/engine/client.ts';
import { containerPrograms } from '../../../src/adapters/engine/programs.ts';

const { WHAT: what = '', FOLDER: folder = '', DATABASE_URL: databaseUrl = '', DATABASE: database = '', SHA256: sha256 = '' } = process.env;
const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
const project = process.env['PROJECT'];
const inContainer = project === undefined ? {} : { programs: programsOf(project) };
const backups = createBackups({ folder, files: {}, databaseUrl, remembered, version: '0.1.0', ...inContainer });
const { signal } = new AbortController();

if (what === 'create') await backups.create('victim', () => undefined, signal);
else await backups.load({ name: project === undefined ? 'slow' : 'whole', sha256 }, database, () => undefined, signal);

function programsOf(name: string) {
  return containerPrograms(createEngine({ url: 'unix:///var/run/docker.sock' }), { project: name, service: 'database', url: databaseUrl });
}
