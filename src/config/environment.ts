import { z } from 'zod';
import { strict } from './strict.ts';

/** A secret by the name of the environment variable that holds it; never in the file itself. */
const secret = strict({ env: z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'the name of an environment variable in capitals') });

/** How one platform is reached. A part that is left out is `skipped` with its reason, wherever it would be needed. */
export const environmentSchema = strict({
  channel: z.string().describe('name of the channel that digests go to, from slack.channels'),
  api: strict({ url: z.url(), username: z.string(), password: secret }).optional(),
  database: strict({ url: secret.describe('postgresql://… of the platform, with a role that may create databases') }).optional(),
  redis: strict({ url: secret }).optional(),
  host: strict({}).optional().describe('{} when the worker runs on the host of the platform'),
  backups: strict({
    folder: z.string().min(1),
    files: strict({ instance: z.string().optional(), logs: z.string().optional() })
      .default({})
      .describe('folders that go into a backup besides the database'),
  }).optional(),
  logs: strict({ app: z.string().optional(), nginx: z.string().optional() }).optional(),
});
export type EnvironmentConfig = z.infer<typeof environmentSchema>;
