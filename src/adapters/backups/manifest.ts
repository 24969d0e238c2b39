import { z } from 'zod';

/** The names of the members that the platform's own scripts write and read. */
export const DUMP = 'database_backup.sql';
export const RDB = 'redis_backup.rdb';
export const MANIFEST = 'backup_manifest.json';

const Member = z.object({ path: z.string(), size: z.number(), sha256: z.string() });
export type Member = z.infer<typeof Member>;

const Counts = z.record(z.string(), z.number());

/** The last member of an archive of format 2: the keys of the platform's scripts, and what is needed to prove the rest. */
export const Manifest = z.object({
  backup_name: z.string(),
  /** The moment of the snapshot. */
  timestamp: z.iso.datetime(),
  environment: z.string(),
  components: z.record(z.string(), z.string()),
  backup_script_version: z.string(),
  format: z.literal(2),
  members: z.array(Member),
  database: z.object({
    name: z.string(),
    server_version: z.number(),
    encoding: z.string(),
    collation: z.string(),
    extensions: z.array(z.string()),
    rows: Counts,
    newest: z.iso.datetime().nullable(),
    indexes: z.number(),
    constraints: z.number(),
    wal_position: z.string().nullable(),
  }),
  redis: z.object({ version: z.string(), keys: z.number(), queues: Counts }).optional(),
  tools: z.object({ pg_dump: z.string() }),
  started_at: z.iso.datetime(),
  ended_at: z.iso.datetime(),
  bot_version: z.string(),
  notes: z.array(z.string()),
});
export type Manifest = z.infer<typeof Manifest>;

/** What is in a manifest that somebody else wrote. */
const Foreign = z.object({ format: z.unknown().optional(), timestamp: z.unknown().optional() });

/** A manifest of format 2, a foreign one with the time that it names, or nothing that can be read. */
export type ReadManifest =
  | { readonly is: 'format 2'; readonly manifest: Manifest }
  | { readonly is: 'foreign'; readonly takenAt?: Date }
  | { readonly is: 'broken'; readonly why: string };

export function readManifest(text: Buffer): ReadManifest {
  const data = parsed(text);
  const foreign = Foreign.safeParse(data);
  if (!foreign.success) return { is: 'broken', why: `${MANIFEST} is not a JSON object` };
  if (foreign.data.format === undefined) {
    const takenAt = timeOf(foreign.data.timestamp);
    return { is: 'foreign', ...(takenAt ? { takenAt } : {}) };
  }
  const own = Manifest.safeParse(data);
  if (own.success) return { is: 'format 2', manifest: own.data };
  return { is: 'broken', why: `${MANIFEST} cannot be read: ${z.prettifyError(own.error).split('\n')[0] ?? ''}` };
}

function parsed(text: Buffer): unknown {
  try {
    return JSON.parse(text.toString('utf8'));
  } catch {
    return undefined;
  }
}

// The scripts write 20261122_230000 or an ISO time; without a zone it is UTC, as everything in the platform.
function timeOf(written: unknown): Date | undefined {
  if (typeof written !== 'string') return undefined;
  const iso = written.trim().replace(/^(\d{4})(\d\d)(\d\d)_(\d\d)(\d\d)(\d\d)$/, '$1-$2-$3T$4:$5:$6');
  const hasZone = /(?:Z|[+-]\d\d:?\d\d)$/.test(iso);
  const time = new Date(hasZone ? iso : `${iso.replace(' ', 'T')}Z`);
  return Number.isNaN(time.getTime()) ? undefined : time;
}
