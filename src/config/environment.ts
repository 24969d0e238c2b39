import { z } from 'zod';
import { strict } from '../core/strict.ts';

/** A secret by the name of the environment variable that holds it; never in the file itself. */
const secret = strict({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable in capitals') });

const SERVICES = ['database', 'redis', 'backend', 'celery', 'frontend'];
const service = z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]*$/, 'the name of a compose service');

/** The container engine on which a platform runs as a compose project. */
const engine = strict({
  url: z
    .string()
    .regex(/^(unix:\/\/\/.+|https?:\/\/[^/]+\/?)$/, 'unix:///var/run/docker.sock, or http://host:port of a proxy in front of it')
    .default('unix:///var/run/docker.sock'),
  project: z
    .string()
    .regex(/^[a-z0-9][a-z0-9_-]*$/, 'the name of a compose project')
    .describe('name of the compose project'),
  services: z.array(service).min(1).default(SERVICES).describe('services that should be there'),
  writers: z.array(service).default(['backend', 'celery']).describe('services that are stopped while databases are swapped'),
  database: z
    .union([service, z.literal(false)])
    .default('database')
    .describe('service in which pg_dump and psql run; false when the database is in no container'),
  redis: z
    .union([service, z.literal(false)])
    .default('redis')
    .describe('service of Redis; false when it is in no container'),
  compose: z.array(z.string().min(1)).min(1).optional().describe('compose files, from which a removed container is made again'),
}).superRefine(({ services, writers, database, redis }, context) => {
  const strangers = (names: readonly (string | false)[]) => names.filter((name) => name !== false && !services.includes(name));
  for (const [key, names] of Object.entries({ writers, database: [database], redis: [redis] })) {
    for (const name of strangers(names))
      context.addIssue({ code: 'custom', path: [key], message: `“${String(name)}” is not among services (${services.join(', ')})` });
  }
});

/** How one platform is reached. A part that is left out is `skipped` with its reason, wherever it would be needed. */
export const environmentSchema = strict({
  channel: z.string().describe('name of the channel that digests go to, from slack.channels'),
  incidents: z.string().optional().describe('name of the channel in which incidents have their threads; that of the digests unless told'),
  api: strict({ url: z.url(), username: z.string(), password: secret }).optional(),
  database: strict({ url: secret.describe('postgresql://… of the platform, with a role that may create databases') }).optional(),
  redis: strict({ url: secret }).optional(),
  host: strict({
    root: z.string().startsWith('/').optional().describe('where the root of the host is mounted, when the worker is in a container'),
  })
    .optional()
    .describe('{} when the worker runs on the host of the platform'),
  backups: strict({
    folder: z.string().min(1),
    files: strict({ instance: z.string().optional(), logs: z.string().optional() })
      .default({})
      .describe('folders that go into a backup besides the database'),
  }).optional(),
  engine: engine.optional().describe('the container engine, when the platform is a compose project'),
  certificates: z.array(z.string().min(1)).min(1).optional().describe('files of certificates that the web server shows, in PEM form'),
  secrets: z
    .array(z.string().min(1))
    .min(1)
    .optional()
    .describe('files that hold secrets, such as .env: only their age and who may read them is looked at'),
  tls: z
    .array(z.string().regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]*:\d{1,5}$/, 'host:port such as bigshot.example.com:443'))
    .min(1)
    .optional()
    .describe('where the web server shows its certificate'),
  updates: strict({
    application: service.default('backend').describe('service whose Python packages are looked at'),
    node: z.string().min(1).optional().describe('folder of the sources of the front end'),
    scanner: z
      .array(z.string().min(1))
      .min(1)
      .optional()
      .describe('program and arguments of a scanner of images; the image comes behind them'),
  })
    .optional()
    .describe('where packages and images are looked at'),
  logs: strict({ app: z.string().optional(), nginx: z.string().optional() }).optional(),
});
export type EnvironmentConfig = z.infer<typeof environmentSchema>;
