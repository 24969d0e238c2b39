import type { JSX } from 'preact';
import { useBytes } from '../files.tsx';
import type { Image, Text } from '../kit.ts';
import { safeUrl } from '../mrkdwn.ts';
import { PlainText } from '../mrkdwn-view.tsx';

/** A picture of the web or of the workspace's own files; where it cannot be had, the words for it. */
export function Picture({ image }: { readonly image: Image }): JSX.Element {
  const { slack_file: file } = image;
  if (file) return <OwnPicture address={file.url ?? `/files/${file.id ?? ''}/`} words={image.alt_text} />;
  const url = safeUrl(image.image_url);
  return url === undefined ? (
    <span>{image.alt_text}</span>
  ) : (
    <img src={url} alt={image.alt_text} referrerpolicy="no-referrer" loading="lazy" />
  );
}

function OwnPicture({ address, words }: { readonly address: string; readonly words: string }): JSX.Element {
  const bytes = useBytes(address);
  return bytes ? <img src={bytes} alt={words} /> : <span>{words}</span>;
}

export function Figure({ image, title }: { readonly image: Image; readonly title?: Text | undefined }): JSX.Element {
  return (
    <figure>
      {title && (
        <figcaption>
          <PlainText text={title.text} />
        </figcaption>
      )}
      <Picture image={image} />
    </figure>
  );
}
