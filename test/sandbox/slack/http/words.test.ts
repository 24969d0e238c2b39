import { expect, test } from 'vitest';
import { describeForPeople } from '../../../../sandbox/slack/words.ts';
import type { Workspace } from '../../../../sandbox/slack/workspace.ts';

const workspace: Workspace = {
  url: 'http://slack.test:3100',
  apiUrl: 'http://slack.test:3100/api/',
  tokens: { bot: 'xoxb-local-1', app: 'xapp-1-A0LOCAL0001-1', signingSecret: 'secret', control: 'control-1' },
  app: { name: 'Lunch', socketMode: true, requestUrl: undefined },
  channels: [],
  people: [],
  close: async () => undefined,
};
const options = { manifest: 'manifest.yml', port: 3100 };

test('an application with Socket Mode is told its app token, one without where it is called', () => {
  const http = { ...workspace, app: { name: 'Lunch', socketMode: false, requestUrl: 'http://127.0.0.1:3000/slack/events' } };

  expect(describeForPeople(workspace, options)).toContain('SLACK_APP_TOKEN=xapp-1-A0LOCAL0001-1');
  expect(describeForPeople(workspace, options)).toContain('socketMode: true');
  expect(describeForPeople(http, options)).not.toContain('SLACK_APP_TOKEN');
  expect(describeForPeople(http, options)).toContain('signingSecret: process.env.SLACK_SIGNING_SECRET');
  expect(describeForPeople(http, options)).toContain('What happens is sent to http://127.0.0.1:3000/slack/events.');
});

test('it is said where messages are kept, or that they are not', () => {
  expect(describeForPeople(workspace, options)).toContain('Nothing is kept');
  expect(describeForPeople(workspace, { ...options, folder: '/data' })).toContain('kept in /data');
});

test('who lets others in is told what they can do', () => {
  expect(describeForPeople(workspace, { ...options, host: '0.0.0.0' })).toContain('whoever reaches it there can act as everybody');
  expect(describeForPeople(workspace, options)).not.toContain('whoever reaches it');
});
