import { describe, expect, test } from 'vitest';
import { hostsOf, isOurs } from '../../../../sandbox/slack/http/guard.ts';

test.each([
  { headers: { host: '127.0.0.1:3100' }, port: 3100, ours: true },
  { headers: { host: 'LOCALHOST:3100' }, port: 3100, ours: true },
  { headers: { host: 'localhost:3100', origin: 'http://localhost:3100' }, port: 3100, ours: true },
  { headers: { host: '127.0.0.1' }, port: 3100, ours: false },
  { headers: { host: '127.0.0.1:3100', origin: 'http://127.0.0.1' }, port: 3100, ours: false },
  { headers: { host: '127.0.0.1:3100', origin: 'https://127.0.0.1:3100' }, port: 3100, ours: false },
  { headers: { host: '127.0.0.1:3100', origin: 'null' }, port: 3100, ours: false },
  { headers: { host: '127.0.0.1' }, port: 80, ours: true },
  { headers: { host: 'localhost', origin: 'http://localhost' }, port: 80, ours: true },
  { headers: { host: 'localhost:80' }, port: 80, ours: true },
  { headers: { host: 'evil.example' }, port: 80, ours: false },
  { headers: { host: '127.0.0.1', origin: 'http://evil.example' }, port: 80, ours: false },
  { headers: {}, port: 80, ours: false },
])('on port $port a request with the headers $headers is ours: $ours', ({ headers, port, ours }) => {
  expect(isOurs({ headers }, hostsOf({}, port))).toBe(ours);
});

describe('the names of a workspace', () => {
  test.each([
    { access: {}, hosts: ['127.0.0.1:3100', 'localhost:3100'] },
    { access: { host: 'localhost' }, hosts: ['localhost:3100', '127.0.0.1:3100'] },
    { access: { host: '::1' }, hosts: ['[::1]:3100', '127.0.0.1:3100', 'localhost:3100'] },
    { access: { allowedHosts: ['slack.test'] }, hosts: ['127.0.0.1:3100', 'localhost:3100', 'slack.test:3100'] },
    { access: { host: '0.0.0.0', allowedHosts: ['Slack.test', 'other:8080'] }, hosts: ['slack.test:3100', 'other:8080'] },
    { access: { host: '0.0.0.0' }, hosts: [] },
  ])('that was started with $access are $hosts', ({ access, hosts }) => {
    expect(hostsOf(access, 3100)).toEqual(hosts);
  });
});
