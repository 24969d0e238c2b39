/** The least that keeps its word: Bolt, one transaction with one row in it, and the ack. */
import { App, LogLevel, SocketModeReceiver } from '@slack/bolt';
import pg from 'pg';
import { serveMeter } from './meter.ts';

const { SLACK_API_URL: slackApiUrl = '', DATABASE_URL: connectionString = '' } = process.env;
const clientOptions = { slackApiUrl };

const pool = new pg.Pool({ connectionString, max: 10 });
pool.on('error', () => {}); // the next query tells
await pool.query(
  'create table if not exists bare (id bigint generated always as identity primary key, key text not null unique, by text not null, line text not null, at timestamptz not null default now())',
);

const receiver = new SocketModeReceiver({ appToken: 'xapp-bare', installerOptions: { clientOptions }, logLevel: LogLevel.ERROR });
const app = new App({ token: 'xoxb-bare', receiver, clientOptions, logLevel: LogLevel.ERROR });

app.command('/bigshot', async ({ command, ack }) => {
  const client = await pool.connect();
  try {
    await client.query('begin');
    await client.query('insert into bare (key, by, line) values ($1, $2, $3)', [command.trigger_id, command.user_id, command.text]);
    await client.query('commit');
  } finally {
    client.release();
  }
  await ack({ response_type: 'ephemeral', text: 'Looking.' });
});

await app.start();
serveMeter();
