import type { JSX } from 'preact';
import { useState } from 'preact/hooks';

const themes = ['system', 'light', 'dark'] as const;
type Theme = (typeof themes)[number];

function remembered(): Theme {
  const kept = localStorage.getItem('theme');
  return themes.find((theme) => theme === kept) ?? 'system';
}

function show(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

/** Before anything is drawn, so that nothing flashes. */
export function showTheme(): void {
  show(remembered());
}

/** Light, dark, or as the system has it; remembered in this browser. */
export function ThemeMenu(): JSX.Element {
  const [theme, setTheme] = useState(remembered);
  const choose = (chosen: string): void => {
    const next = themes.find((each) => each === chosen) ?? 'system';
    localStorage.setItem('theme', next);
    show(next);
    setTheme(next);
  };
  return (
    <label class="theme">
      Theme{' '}
      <select value={theme} onChange={({ currentTarget }) => choose(currentTarget.value)}>
        {themes.map((each) => (
          <option key={each} value={each}>
            {each}
          </option>
        ))}
      </select>
    </label>
  );
}
