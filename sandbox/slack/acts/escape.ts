import { app } from '../identity.ts';
import type { World } from '../world.ts';

/**
 * A command's text as the application gets it when its manifest says `should_escape`: people, channels and links
 * as Slack's tokens, and the three special characters escaped wherever they are not part of one.
 */
export function escapeCommand(world: World, text: string): string {
  return text
    .split(/(<[@#][A-Z0-9]+(?:\|[^<>|]*)?>)/)
    .map((part, index) => (index % 2 === 1 ? named(world, part) : linked(world, escaped(part))))
    .join('');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** `<@U1>` becomes `<@U1|dana>`, as Slack sends it. */
function named(world: World, token: string): string {
  const [id = ''] = token.slice(2, -1).split('|');
  const name = token.startsWith('<@') ? userName(world, id) : world.store.channel(id)?.name;
  return name === undefined ? token : `${token.slice(0, 2)}${id}|${name}>`;
}

function linked(world: World, text: string): string {
  return text.replaceAll(/(?<![\w@#/])(?:@[\w.-]+|#[\w-]+|https?:\/\/[^\s|]+)/g, (word) => {
    if (word.startsWith('http')) return `<${word}>`;
    const name = word.slice(1);
    if (word.startsWith('#')) {
      const channel = world.store.channels().find((each) => !each.direct && each.name === name);
      return channel ? `<#${channel.id}|${name}>` : word;
    }
    const id = name === world.manifest.botName ? app.userId : world.people.named(name)?.id;
    return id === undefined ? word : `<@${id}|${name}>`;
  });
}

export function userName(world: World, id: string): string | undefined {
  return id === app.userId ? world.manifest.botName : world.people.find(id)?.name;
}
