import { expect, test } from 'vitest';
import { isOurs } from '../../../../sandbox/slack/http/guard.ts';

test.each([
  { headers: { host: '127.0.0.1:3100' }, port: 3100, ours: true },
  { headers: { host: 'localhost:3100', origin: 'http://localhost:3100' }, port: 3100, ours: true },
  { headers: { host: '127.0.0.1' }, port: 3100, ours: false },
  { headers: { host: '127.0.0.1:3100', origin: 'http://127.0.0.1' }, port: 3100, ours: false },
  { headers: { host: '127.0.0.1' }, port: 80, ours: true },
  { headers: { host: 'localhost', origin: 'http://localhost' }, port: 80, ours: true },
  { headers: { host: 'localhost:80' }, port: 80, ours: true },
  { headers: { host: 'evil.example' }, port: 80, ours: false },
  { headers: { host: '127.0.0.1', origin: 'http://evil.example' }, port: 80, ours: false },
  { headers: {}, port: 80, ours: false },
])('on port $port a request with the headers $headers is ours: $ours', ({ headers, port, ours }) => {
  expect(isOurs({ headers }, port)).toBe(ours);
});
