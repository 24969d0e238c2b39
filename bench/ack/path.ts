/** The bot's handler with its real store and queue; no projector, no worker. */
import { openAckPath } from '../../test/support/ack-path.ts';
import { serveMeter } from './meter.ts';

const { SLACK_API_URL: apiUrl = '', DATABASE_URL: databaseUrl = '' } = process.env;

await openAckPath({ app: 'path', apiUrl, databaseUrl });
serveMeter();
