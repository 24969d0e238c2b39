import { z } from 'zod';
import { fits } from './password.ts';
import { failure, success, type Answer, type ApiParts } from './answer.ts';

const Credentials = z.object({ username: z.string(), password: z.string() });

/** `POST /api/v1/auth/login`: a token for an hour, 401 for a wrong password, 500 when the database does not answer. */
export async function login(parts: ApiParts, body: unknown, ip: string): Promise<Answer> {
  const given = Credentials.safeParse(body);
  if (!given.success) return failure('Username and password are required', 400);
  const { username, password } = given.data;
  try {
    const hash = await storedHash(parts, username);
    if (hash !== undefined && (await fits(password, hash))) {
      parts.journal.note('INFO', 'general', 'bigshot.auth:login:59', `Login successful for user: ${username}`);
      return success({ access_token: parts.tokens.issue(username, new Date()), user: { username } });
    }
  } catch (problem) {
    return failure(`Login failed: ${String(problem)}`, 500);
  }
  parts.journal.note('WARNING', 'auth', 'bigshot.auth:log_auth_attempt:731', `AUTH FAILED: user=${username}, ip=${ip}`);
  parts.journal.note('WARNING', 'general', 'bigshot.auth:login:76', `Login failed for user: ${username}, IP: ${ip}`);
  return failure('Invalid credentials', 401);
}

async function storedHash({ pool }: ApiParts, username: string): Promise<string | undefined> {
  const { rows } = await pool.query<{ password_hash: string }>('SELECT password_hash FROM users WHERE username = $1 AND is_active', [
    username,
  ]);
  return rows[0]?.password_hash;
}
