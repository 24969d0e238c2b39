import { expect, test } from 'vitest';
import { personOf } from '../../src/adapters/slack-person.ts';

const user = (given: object) => ({ id: 'U1', name: 'one', team_id: 'T1', profile: { display_name: 'One' }, ...given });
const organisation = (given: object) => ({ team_id: 'T9', enterprise_user: { enterprise_id: 'E1', teams: ['T9', 'T1'], ...given } });

test.each([
  ['of our workspace', {}, 'member'],
  ['restricted to some channels', { is_restricted: true }, 'guest'],
  ['restricted to one channel', { is_ultra_restricted: true }, 'guest'],
  ['that is a program', { is_bot: true }, 'bot'],
  ['who left', { deleted: true }, 'gone'],
  ['of another company, in a channel that is shared with us', { team_id: 'T9', is_stranger: false }, 'stranger'],
  ['of another company, whom we share no channel with', { is_stranger: true }, 'stranger'],
  ['of whom Slack does not say where they belong', { team_id: undefined }, 'stranger'],
  ['of our organisation who is in our workspace too', organisation({}), 'member'],
  ['of our organisation who is not in our workspace', organisation({ teams: ['T9'] }), 'stranger'],
  ['of another organisation', organisation({ enterprise_id: 'E9' }), 'stranger'],
])('somebody %s', (_, given, kind) => {
  expect(personOf(user(given), { teamId: 'T1', enterpriseId: 'E1' })).toEqual({ id: 'U1', name: 'One', kind });
});

test('without an organisation of our own nobody of another team is ours', () => {
  expect(personOf(user(organisation({})), { teamId: 'T1' })).toMatchObject({ kind: 'stranger' });
});

test('what is no user is nobody', () => {
  expect(personOf(undefined, { teamId: 'T1' })).toBeUndefined();
});
