import { Redis } from 'ioredis';

/** A connection that fails a command within seconds and comes back by itself when Redis does. */
export function connectRedis(url: string): Redis {
  const redis = new Redis(url, {
    maxRetriesPerRequest: 1,
    connectTimeout: 2000,
    commandTimeout: 3000,
    retryStrategy: (times) => Math.min(times * 200, 2000),
  });
  // Without a listener ioredis writes each refused connection to the console.
  redis.on('error', () => undefined);
  return redis;
}
