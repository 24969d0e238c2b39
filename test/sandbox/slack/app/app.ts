import { App, LogLevel } from '@slack/bolt';

/** What a person gives to an application by environment variables. */
export interface Credentials {
  readonly botToken: string;
  readonly appToken: string;
  readonly signingSecret: string;
  /** The only thing that a workspace of one's own asks for. */
  readonly slackApiUrl: string;
}

/** The ways in which Slack reaches an application. */
export type Transport = 'Socket Mode' | 'HTTP';

/** An application as Bolt's own documentation has it: nothing in it knows of a local workspace but the address of the API. */
export function createLunch(transport: Transport, { botToken: token, appToken, signingSecret, slackApiUrl }: Credentials): App {
  const common = { token, clientOptions: { slackApiUrl }, logLevel: LogLevel.ERROR };
  const app = transport === 'HTTP' ? new App({ ...common, signingSecret }) : new App({ ...common, appToken, socketMode: true });
  addCommand(app);
  addEvents(app);
  addButton(app);
  return app;
}

function addCommand(app: App): void {
  app.command('/lunch', async ({ command, ack, client, respond, say }) => {
    switch (command.text) {
      case 'where':
        return ack(`<@${command.user_id}>, the canteen is open`);
      case 'later':
        await ack();
        await respond({ response_type: 'in_channel', text: 'Soup, at noon' });
        return;
      case 'vote':
        await ack();
        await say({ text: 'Pasta?', blocks: voteBlocks() });
        return;
      case 'menu':
        await ack();
        await client.files.uploadV2({
          channel_id: command.channel_id,
          filename: 'menu.txt',
          title: 'Menu',
          content: 'soup\npasta\n',
          initial_comment: 'What there is today',
        });
        return;
      default:
        await ack({ response_type: 'ephemeral', text: 'Say where, later, vote or menu' });
    }
  });
}

function addEvents(app: App): void {
  app.event('app_mention', async ({ event, say }) => {
    await say({ text: `Hungry, <@${event.user}>?`, thread_ts: event.ts });
  });
  app.event('reaction_added', async ({ event, client }) => {
    const { channel, ts } = event.item;
    await client.chat.postMessage({ channel, thread_ts: ts, text: `<@${event.user}> says ${event.reaction}` });
  });
}

function addButton(app: App): void {
  app.action('vote', async ({ ack, body, client, respond }) => {
    await ack();
    const channel = body.channel?.id ?? '';
    await client.chat.postEphemeral({ channel, user: body.user.id, text: 'Your vote counts' });
    await respond({ replace_original: true, text: 'Pasta it is' });
  });
}

function voteBlocks() {
  return [
    { type: 'section' as const, text: { type: 'mrkdwn' as const, text: '*Pasta?*' } },
    {
      type: 'actions' as const,
      block_id: 'votes',
      elements: [{ type: 'button' as const, action_id: 'vote', value: 'pasta', text: { type: 'plain_text' as const, text: 'Yes' } }],
    },
  ];
}
