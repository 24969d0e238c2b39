import type { Channel, Start } from '../schemas.ts';

/** What the composer's text means: a command, or a message in Slack's own mark-up. */
export type Composed =
  | { readonly is: 'nothing' }
  | { readonly is: 'command'; readonly command: string; readonly text: string }
  | { readonly is: 'message'; readonly text: string };

/** Reads what a person typed. As in Slack's client, names become mentions, and nobody can type a token by hand. */
export function compose(typed: string, start: Start, channels: readonly Channel[]): Composed {
  const text = typed.trim();
  if (text === '') return { is: 'nothing' };
  const command = /^(\/[^\s/]+)(?:\s+([\s\S]*))?$/.exec(text);
  if (command) return { is: 'command', command: command[1] ?? '', text: command[2] ?? '' };
  const escaped = text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  return {
    is: 'message',
    text: escaped.replaceAll(/(?<![\w@#/])(?:[@#][\w.-]+|https?:\/\/[^\s|]+)/g, (word) => tokenFor(word, start, channels)),
  };
}

const broadcasts = ['here', 'channel', 'everyone'];

function tokenFor(word: string, start: Start, channels: readonly Channel[]): string {
  if (word.startsWith('http')) return `<${word}>`;
  const name = word.slice(1).replace(/[.-]+$/, '');
  const rest = word.slice(1 + name.length);
  if (word.startsWith('#')) {
    const channel = channels.find((each) => each.name === name);
    return channel ? `<#${channel.id}|${name}>${rest}` : word;
  }
  const user = [...start.people, start.bot].find((each) => each.name === name);
  if (broadcasts.includes(name)) return `<!${name}>${rest}`;
  const group = start.groups.find(({ handle }) => handle === name);
  if (group) return `<!subteam^${group.id}|@${name}>${rest}`;
  return user ? `<@${user.id}>${rest}` : word;
}
