import { z } from 'zod';

/** The bodies of the platform's API, only the fields that are used, under the names of our own. */
export const HealthBody = z
  .object({ status: z.string(), database: z.string(), database_error: z.string().nullish(), version: z.string().nullish() })
  .transform(({ status, database, database_error: databaseError, version }) => ({
    status,
    database,
    ...(databaseError && { databaseError }),
    ...(version && { version }),
  }));

const DetailedCheck = z
  .object({ status: z.string(), active_workers: z.number().nullish() })
  .transform(({ status, active_workers: activeWorkers }) => ({ status, ...(typeof activeWorkers === 'number' && { activeWorkers }) }));

export const DetailedBody = z.object({ status: z.string(), checks: z.record(z.string(), DetailedCheck) });

export const LoginBody = z.object({ data: z.object({ access_token: z.string().min(1) }) });

/** `last_backup` is a name or an entry of the list, depending on the platform's version. */
export const BackupStatusBody = z
  .object({
    backups: z.array(z.object({ name: z.string() })),
    last_backup: z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]).nullish(),
  })
  .transform(({ backups, last_backup: lastBackup }) => ({ backups, ...(lastBackup && { lastBackup }) }));

export const MetricsBody = z
  .object({
    system: z.object({ cpu_percent: z.number(), memory_percent: z.number() }),
    database: z.object({ domain_count: z.number(), job_count: z.number(), active_jobs: z.number() }),
    redis: z.object({ memory_used_bytes: z.number().nullish() }).nullish(),
    websocket: z.object({ connected_clients: z.number().nullish() }).nullish(),
  })
  .transform(({ system, database, redis, websocket }) => ({
    cpuPercent: system.cpu_percent,
    memoryPercent: system.memory_percent,
    domains: database.domain_count,
    jobs: database.job_count,
    activeJobs: database.active_jobs,
    redisBytes: redis?.memory_used_bytes ?? 0,
    clients: websocket?.connected_clients ?? 0,
  }));

const Text = z.string().trim().min(1);

/** What stands where an error is told: `error` as a text or with a message in it, otherwise `message` or `msg`. */
export const ErrorBody = z
  .object({
    error: z
      .union([Text, z.object({ message: Text }).transform(({ message }) => message)])
      .optional()
      .catch(undefined),
    message: Text.optional().catch(undefined),
    msg: Text.optional().catch(undefined),
  })
  .transform(({ error, message, msg }) => error ?? message ?? msg);
