import type { Redis } from 'ioredis';
import type { Pool } from 'pg';
import type { Journal } from '../logs/journal.ts';
import type { Tokens } from './tokens.ts';

/** An answer of the API: HTTP status and JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** What the API is made of. Without a Redis the platform runs without a queue, and its answers have no entry for it. */
export interface ApiParts {
  readonly pool: Pool;
  readonly redis: Redis | undefined;
  readonly tokens: Tokens;
  readonly journal: Journal;
  readonly backupsFolder: string;
}

export function success(data: unknown): Answer {
  return { status: 200, body: { success: true, data, timestamp: new Date().toISOString() } };
}

export function failure(message: string, status: number): Answer {
  return { status, body: { success: false, error: { message, code: `HTTP_${status}` }, timestamp: new Date().toISOString() } };
}
