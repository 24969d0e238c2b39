import { render } from 'preact';
import { App } from './app.tsx';
import { showTheme } from './theme.tsx';
import { Emoji, Start } from './schemas.ts';

showTheme();

async function read(path: string): Promise<unknown> {
  return (await fetch(path)).json();
}

const [start, emoji] = await Promise.all([read('/start.json'), read('/emoji.json')]);
const root = document.getElementById('page');
if (root) render(<App start={Start.parse(start)} emoji={Emoji.parse(emoji)} />, root);
