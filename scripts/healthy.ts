/**
 * Asks whether this container works: its process wrote into the bot's own database that it is alive, a moment ago.
 * That a process exists, or that its configuration can be read, would say nothing about the loops inside it.
 */
import { hostname } from 'node:os';
import pg from 'pg';
import { z } from 'zod';

const limitMs = 4000;
const Environment = z.object({ DATABASE_URL: z.string(), BIGSHOT_NAME: z.string().default(hostname()) });
const Seen = z.object({ roles: z.array(z.string()) });

// Presence is written every 5 s under names that begin with that of the process.
const question = `select coalesce(array_agg(name), '{}') as roles from workers where starts_with(name, $1 || '-') and seen_at > now() - interval '30 seconds'`;

const { DATABASE_URL, BIGSHOT_NAME } = Environment.parse(process.env);
const client = new pg.Client({ connectionString: DATABASE_URL, connectionTimeoutMillis: limitMs, query_timeout: limitMs });
client.on('error', () => {});
try {
  await client.connect();
  const { rows } = await client.query(question, [BIGSHOT_NAME]);
  const { roles } = Seen.parse(rows[0]);
  if (roles.length === 0) throw new Error(`${BIGSHOT_NAME} has not been heard of for 30 s`);
  console.log(`alive: ${roles.join(', ')}`);
} catch (error) {
  console.error(error instanceof Error ? error.message : 'the database does not answer');
  process.exitCode = 1;
} finally {
  await client.end();
}
