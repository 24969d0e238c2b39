import type { JSX } from 'preact';
import { safeUrl } from '../mrkdwn.ts';
import { PlainText } from '../mrkdwn-view.tsx';
import type { BlockOf } from './kit.ts';
import { Picture } from './picture.tsx';
import { TextInline } from './text.tsx';

const glyphs: ReadonlyMap<string, string> = new Map([
  ['info', 'ℹ️'],
  ['warning', '⚠️'],
  ['error', '⛔'],
  ['success', '✅'],
]);

export function Alert({ alert: { text, level = 'default' } }: { readonly alert: BlockOf<'alert'> }): JSX.Element {
  return (
    <p class={`alert ${glyphs.has(level) ? level : ''}`} role="note">
      {glyphs.has(level) && <span class="emoji">{glyphs.get(level)} </span>}
      <TextInline text={text} />
    </p>
  );
}

/** A file that lies elsewhere; only its name for the application is known here. */
export function FileBlock({ file }: { readonly file: BlockOf<'file'> }): JSX.Element {
  return (
    <p class="file-card">
      <span aria-hidden="true">📄</span> Remote file {file.external_id}
    </p>
  );
}

/** A film as a picture that leads to it: nothing of another page is drawn in this one. */
export function Video({ video }: { readonly video: BlockOf<'video'> }): JSX.Element {
  const { title, title_url: titleUrl, author_name: author, provider_name: provider, description } = video;
  const url = safeUrl(titleUrl) ?? safeUrl(video.video_url);
  const from = [provider, author].filter((word) => word !== undefined).join(' · ');
  return (
    <figure class="video">
      {from !== '' && <p class="note">{from}</p>}
      <figcaption>
        {url === undefined ? (
          <PlainText text={title.text} />
        ) : (
          <a href={url} target="_blank" rel="noreferrer noopener">
            <PlainText text={title.text} />
          </a>
        )}
      </figcaption>
      {description && (
        <p>
          <PlainText text={description.text} />
        </p>
      )}
      <a class="film" href={safeUrl(video.video_url)} target="_blank" rel="noreferrer noopener" aria-label={`Play ${title.text}`}>
        <Picture image={{ image_url: video.thumbnail_url, alt_text: video.alt_text }} />
        <span aria-hidden="true">▶</span>
      </a>
    </figure>
  );
}
