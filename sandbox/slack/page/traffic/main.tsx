import { render } from 'preact';
import { showTheme } from '../theme.tsx';
import { App } from './app.tsx';
import { awaitStart, controlOf } from './control.ts';

showTheme();
const root = document.getElementById('page');
if (root) {
  const start = await awaitStart(() => render(<p class="empty">The workspace does not answer. It is asked again and again.</p>, root));
  render(<App first={start} control={controlOf(start.control)} />, root);
}
