import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Call } from './client.ts';
import type { Channel, Person, Start } from './schemas.ts';

/** Everything that the parts of the page share. */
export interface Session {
  readonly start: Start;
  readonly emoji: Readonly<Record<string, string>>;
  readonly me: Person;
  readonly channels: readonly Channel[];
  readonly call: Call;
  /** Calls and, when Slack refuses, tells the person why. */
  readonly act: Call;
  readonly openChannel: (id: string) => void;
}

const absent: Session = {
  start: { team: { name: '' }, bot: { id: '', name: '', appName: '' }, people: [], groups: [], commands: [] },
  emoji: {},
  me: { id: '', name: '', realName: '', role: '', color: '', token: '' },
  channels: [],
  call: async () => ({ ok: false }),
  act: async () => ({ ok: false }),
  openChannel: () => {},
};

export const SessionContext = createContext(absent);

export function useSession(): Session {
  return useContext(SessionContext);
}

/** How somebody is called; an id that nobody has stays an id. */
export function nameOf({ start }: Session, userId: string): string {
  if (userId === 'USLACKBOT') return 'Slackbot';
  return [...start.people, start.bot].find(({ id }) => id === userId)?.name ?? userId;
}

/** The glyph of an emoji with its skin tone; undefined for a name that Slack does not know. */
export function glyphOf({ emoji }: Session, name: string): string | undefined {
  const [base = '', tone] = name.split('::skin-tone-');
  const glyph = Object.hasOwn(emoji, base) ? emoji[base] : undefined;
  const FIRST_TONE = 0x1f3fb;
  return glyph === undefined || tone === undefined ? glyph : glyph + String.fromCodePoint(FIRST_TONE + Number(tone) - 2);
}

export function channelTitle(session: Session, channel: Channel): string {
  return channel.is_im ? nameOf(session, channel.user ?? '') : `#${channel.name}`;
}
