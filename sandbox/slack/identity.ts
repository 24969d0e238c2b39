/** What a person may be in the local workspace; a guest is restricted, as Slack calls it, and a stranger came over Slack Connect. */
export type Role = 'requester' | 'approver' | 'guest' | 'stranger';

/** Somebody who lives in the workspace. The ids never change: they go into the bot's configuration. */
export interface Inhabitant {
  readonly id: string;
  readonly name: string;
  readonly realName: string;
  readonly role: Role;
  readonly color: string;
  /** The workspace that they belong to. */
  readonly team: string;
}

export const team = { id: 'T0LOCAL0001', name: 'Local workspace', domain: 'local' };

/** The workspace of another company, with which a channel is shared. */
const partner = 'T0PARTNER01';

/** The installed application and its bot user; the bot's name comes from the manifest. */
export const app = { id: 'A0LOCAL0001', botId: 'B0LOCAL0001', userId: 'U0LOCALBOT1' };

/** The user in whose name Slack itself tells people what went wrong. */
export const slackbot = 'USLACKBOT';

const dana = 'U0DANA00001';
const alex = 'U0ALEX00001';
const kim = 'U0KIM000001';
const sam = 'U0SAM000001';
const rio = 'U0RIO000001';

export const inhabitants: readonly Inhabitant[] = [
  { id: dana, name: 'dana', realName: 'Dana Moreno', role: 'requester', color: '2f6fb0', team: team.id },
  { id: alex, name: 'alex', realName: 'Alex Chen', role: 'approver', color: '2e8b57', team: team.id },
  { id: kim, name: 'kim', realName: 'Kim Okafor', role: 'approver', color: '8e4fa8', team: team.id },
  { id: sam, name: 'sam', realName: 'Sam Weber', role: 'guest', color: 'b5651d', team: team.id },
  { id: rio, name: 'rio', realName: 'Rio Santos', role: 'stranger', color: '6b6f76', team: partner },
];

/** The channels of a fresh workspace; the bot is on purpose not in #random. */
export const firstChannels = [
  { id: 'C0OPS000001', name: 'ops', topic: 'Maintenance of the platform', members: [app.userId, dana, alex, kim, sam, rio] },
  { id: 'C0INCIDENT1', name: 'incidents', topic: 'One thread per incident', members: [app.userId, dana, alex, kim] },
  { id: 'C0RANDOM001', name: 'random', topic: 'Everything else', members: [dana, alex, kim, sam] },
];

export const userGroups = [{ id: 'S0ONCALL001', name: 'On call', handle: 'oncall', users: [alex, kim] }];

/** The direct conversation between a person and the bot has one fixed id per person. */
export function directChannelId(userId: string): string {
  return userId.replace(/^U/, 'D');
}
