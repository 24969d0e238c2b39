import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { app, partner, slackbot, team } from './identity.ts';
import { parseYaml } from './yaml.ts';

/** What somebody is in Slack's eyes; a stranger came over Slack Connect, a bot belongs to another application. */
const Kind = z.enum(['member', 'admin', 'guest', 'single_channel_guest', 'stranger', 'deactivated', 'bot']);
export type Kind = z.infer<typeof Kind>;

const SetupFile = z.strictObject({
  people: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[UW][A-Z0-9]{8,12}$/, 'an id is U or W and 8 to 12 capital letters or digits'),
        name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,20}$/, 'a name is up to 21 small letters, digits, dots, dashes or underscores'),
        realName: z.string().min(1).max(50),
        kind: Kind.default('member'),
        title: z.string().max(50).default(''),
        color: z
          .string({ error: 'a colour of digits only wants quotes around it' })
          .regex(/^[0-9a-f]{6}$/, 'a colour is six hexadecimal digits')
          .default('5b616b'),
        timeZone: z.string().refine(isTimeZone, 'no time zone of this name').default('Europe/Berlin'),
      }),
    )
    .min(1),
  channels: z
    .array(
      z.strictObject({
        id: z.string().regex(/^[CG][A-Z0-9]{8,12}$/, 'an id is C or G and 8 to 12 capital letters or digits'),
        name: z.string().regex(/^[a-z0-9_-]{1,80}$/, 'a name is up to 80 small letters, digits, dashes or underscores'),
        topic: z.string().max(250).default(''),
        private: z.boolean().default(false),
        archived: z.boolean().default(false),
        members: z.array(z.string()),
      }),
    )
    .min(1),
  groups: z
    .array(
      z.strictObject({
        id: z.string().regex(/^S[A-Z0-9]{8,12}$/, 'an id is S and 8 to 12 capital letters or digits'),
        name: z.string().min(1),
        handle: z.string().regex(/^[a-z0-9._-]{1,21}$/),
        users: z.array(z.string()),
      }),
    )
    .default([]),
});
type SetupFile = z.output<typeof SetupFile>;

/** Somebody who lives in the workspace. `title` is what stands in their profile, as their role; `team` is the workspace that they belong to. */
export type Inhabitant = Readonly<SetupFile['people'][number]> & { readonly team: string };

/** A channel of a fresh workspace; members are ids. */
export type FirstChannel = Readonly<SetupFile['channels'][number]>;

/** A user group; users are ids. */
export type UserGroup = Readonly<SetupFile['groups'][number]>;

/** Who and what a workspace begins with. */
export interface Setup {
  readonly people: readonly Inhabitant[];
  readonly channels: readonly FirstChannel[];
  readonly groups: readonly UserGroup[];
}

const ownSetup = fileURLToPath(new URL('setup.yml', import.meta.url));

/** Reads who lives in the workspace. Throws with the path of the file and all that is wrong in it. */
export function readSetup(path = ownSetup): Setup {
  const parsed = SetupFile.safeParse(parseYaml(`the setup ${path}`, path));
  if (!parsed.success) throw new Error(`reading the setup ${path}: ${z.prettifyError(parsed.error)}`);
  const mistakes = mistakesIn(parsed.data);
  if (mistakes.length > 0) throw new Error(`reading the setup ${path}: ${mistakes.join('; ')}`);
  return withIds(parsed.data);
}

function mistakesIn({ people, channels, groups }: SetupFile): readonly string[] {
  const names = new Set(people.map(({ name }) => name));
  const strangers = [
    ...channels.flatMap(({ name, members }) => members.filter((who) => who !== 'app').map((who) => ({ who, where: `#${name}` }))),
    ...groups.flatMap(({ handle, users }) => users.map((who) => ({ who, where: `@${handle}` }))),
  ].filter(({ who }) => !names.has(who));
  const ids = [...people, ...channels, ...groups].map(({ id }) => id);
  return [
    ...strangers.map(({ who, where }) => `${where} names "${who}", who is none of the people`),
    ...people
      .filter(({ name, kind }) => kind === 'single_channel_guest' && channels.filter(({ members }) => members.includes(name)).length !== 1)
      .map(({ name }) => `"${name}" is a guest of one channel and must be in exactly one`),
    ...repeated([...ids, app.userId, slackbot]).map((id) => `the id ${id} is there twice`),
    ...repeated(['app', ...people.map(({ name }) => name)]).map((name) => `the name "${name}" is there twice`),
    ...repeated(channels.map(({ name }) => name)).map((name) => `the channel #${name} is there twice`),
  ];
}

function repeated(values: readonly string[]): readonly string[] {
  return [...new Set(values.filter((value, index) => values.indexOf(value) < index))];
}

function withIds({ people, channels, groups }: SetupFile): Setup {
  const idOf = (name: string): string => people.find((person) => person.name === name)?.id ?? app.userId;
  return {
    people: people.map((person) => ({ ...person, team: person.kind === 'stranger' ? partner : team.id })),
    channels: channels.map((channel) => ({ ...channel, members: channel.members.map(idOf) })),
    groups: groups.map((group) => ({ ...group, users: group.users.map(idOf) })),
  };
}

function isTimeZone(name: string): boolean {
  return Intl.supportedValuesOf('timeZone').includes(name) || name === 'UTC';
}
