import { render } from 'preact';
import { App } from './app.tsx';
import { controlOf, readStart } from './control.ts';

const start = await readStart();
const root = document.getElementById('page');
if (root && start) render(<App first={start} control={controlOf(start.control)} />, root);
