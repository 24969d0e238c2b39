/** A process of its own that makes or loads an archive until somebody kills it; told what by its environment. */
import { createBackups } from '../../../src/adapters/backups/backups.ts';

const { WHAT: what = '', FOLDER: folder = '', DATABASE_URL: databaseUrl = '', DATABASE: database = '', SHA256: sha256 = '' } = process.env;
const remembered = { read: () => Promise.resolve(undefined), write: () => Promise.resolve() };
const backups = createBackups({ folder, files: {}, databaseUrl, remembered, version: '0.1.0' });
const { signal } = new AbortController();

if (what === 'create') await backups.create('victim', () => undefined, signal);
else await backups.load({ name: 'slow', sha256 }, database, () => undefined, signal);
