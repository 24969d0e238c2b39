import { expect, test } from 'vitest';
import { compose } from '../../../../sandbox/slack/page/composer/composed.ts';

const start = {
  team: { name: 'x' },
  bot: { id: 'U9', name: 'bigshot', appName: 'BigShot' },
  people: [{ id: 'U1', name: 'dana', realName: 'Dana', role: 'requester', color: '000000', token: 't' }],
  groups: [{ id: 'S1', handle: 'oncall' }],
  commands: [],
};
const channels = [{ id: 'C1', name: 'ops', is_im: false }];

test.each([
  { typed: '  ', composed: { is: 'nothing' } },
  { typed: '/bigshot restore latest', composed: { is: 'command', command: '/bigshot', text: 'restore latest' } },
  { typed: '/bigshot', composed: { is: 'command', command: '/bigshot', text: '' } },
  { typed: '/var/log is full', composed: { is: 'message', text: '/var/log is full' } },
  { typed: '@bigshot ask @dana. in #ops', composed: { is: 'message', text: '<@U9> ask <@U1>. in <#C1|ops>' } },
  { typed: '@oncall and @nobody', composed: { is: 'message', text: '<!subteam^S1|@oncall> and @nobody' } },
  { typed: '<!channel> & <@U1>', composed: { is: 'message', text: '&lt;!channel&gt; &amp; &lt;@U1&gt;' } },
  { typed: 'see https://a.example/x', composed: { is: 'message', text: 'see <https://a.example/x>' } },
])('typing "$typed" means $composed', ({ typed, composed }) => {
  expect(compose(typed, start, channels)).toEqual(composed);
});
