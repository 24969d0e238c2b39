import { render } from 'preact';
import { App } from './app.tsx';
import { Emoji, Start } from './schemas.ts';
import { showTheme } from './theme.tsx';

const AGAIN_MS = 1000;

async function read(path: string): Promise<unknown> {
  return (await fetch(path)).json();
}

/** What the page begins with; undefined while the workspace does not answer. */
async function begin(): Promise<{ readonly start: Start; readonly emoji: Emoji } | undefined> {
  try {
    const [start, emoji] = await Promise.all([read('/start.json'), read('/emoji.json')]);
    return { start: Start.parse(start), emoji: Emoji.parse(emoji) };
  } catch {
    return undefined;
  }
}

async function show(root: HTMLElement): Promise<void> {
  const beginning = await begin();
  if (beginning) return render(<App {...beginning} />, root);
  render(<p class="empty">The workspace does not answer. It is asked again and again.</p>, root);
  setTimeout(() => void show(root), AGAIN_MS);
}

showTheme();
const root = document.getElementById('page');
if (root) void show(root);
