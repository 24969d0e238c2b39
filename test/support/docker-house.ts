import { join } from 'node:path';
import type { TestPlatform } from './docker-platform.ts';
import { openHouse, type House } from './house.ts';

/** The bot beside a platform in containers, configured as its README says. */
export function openDockerHouse(platform: TestPlatform, host: object = {}): Promise<House> {
  const { folder, project, compose } = platform;
  return openHouse({
    platform: {
      databaseUrl: platform.databaseUrl,
      environment: {
        api: { url: platform.apiUrl, username: 'admin', password: { env: 'PLATFORM_API_PASSWORD' } },
        database: { url: { env: 'PLATFORM_DATABASE_URL' } },
        redis: { url: { env: 'PLATFORM_REDIS_URL' } },
        host,
        engine: { project, compose: [compose.file] },
        backups: { folder: join(folder, 'backups'), files: { instance: join(folder, 'instance'), logs: join(folder, 'logs') } },
        certificates: [join(folder, 'ssl', 'cert.pem')],
        logs: { app: join(folder, 'logs', 'app.log'), nginx: join(folder, 'logs', 'nginx', 'access.log') },
      },
      secrets: { PLATFORM_API_PASSWORD: platform.adminPassword, PLATFORM_REDIS_URL: platform.redisUrl },
    },
  });
}
