import { plural } from '../../lib/words.ts';
import type { Picture } from '../../ports/messenger.ts';
import { allFindings } from '../../services/picture.ts';
import type { RunPicture } from '../../services/picture.ts';
import { csvOf } from './csv.ts';
import { markdownOf } from './markdown.ts';

/** What a run has found, to take along: to read and to reckon with. */
export function files(picture: RunPicture): Picture {
  const { run, title, reported } = picture;
  const name = `${title} · ${run.environment}`;
  return {
    text: `${name}: ${plural(allFindings(reported).length, 'finding')} of run ${run.id} to take along`,
    files: [
      { ending: 'md', title: `${name}, to read`, content: markdownOf(picture) },
      { ending: 'csv', title: `${name}, to reckon with`, content: csvOf(picture) },
    ],
  };
}
