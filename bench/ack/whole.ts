/** The whole bot in one process, as `bigshot start`: it talks, draws, and does the work of `prod`. Nobody does the work of `staging`. */
import pino from 'pino';
import { readFile } from 'node:fs/promises';
import { startApp } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { definitions } from '../../src/registry.ts';
import { serveMeter } from './meter.ts';

const { SLACK_API_URL: apiUrl = '', DATABASE_URL: databaseUrl = '', CONFIG: file = '' } = process.env;

await startApp({
  config: readConfig(file, await readFile(file, 'utf8'), definitions),
  databaseUrl,
  slack: { botToken: 'xoxb-whole', appToken: 'xapp-whole', apiUrl },
  environments: ['prod'],
  secret: (name) => process.env[name] ?? '',
  name: 'whole',
  version: 'bench',
  path: process.env['PATH'],
  log: pino({ level: 'error' }),
});
serveMeter();
