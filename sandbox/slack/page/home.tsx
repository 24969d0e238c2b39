import type { JSX } from 'preact';
import { Blocks } from './blocks/blocks.tsx';
import type { Home } from './schemas.ts';
import { useSession } from './session.ts';

/** What the application shows to this person alone; the application is told of each look. */
export function HomePane({ view }: { readonly view: Home | undefined }): JSX.Element {
  const { start } = useSession();
  return (
    <main class="conversation home">
      <header class="head">
        <h2>{start.bot.appName}</h2>
        <span class="note">Home</span>
      </header>
      <div class="home-view" role="region" aria-label={`Home of ${start.bot.appName}`}>
        {view ? (
          <Blocks blocks={view.blocks} where={{ channel: '', ts: '' }} />
        ) : (
          <p class="note">The application has not shown anything yet.</p>
        )}
      </div>
    </main>
  );
}
