import type { JSX } from 'preact';
import * as z from 'zod/mini';
import { Blocks } from './blocks/blocks.tsx';
import { Picture } from './blocks/picture.tsx';
import type { Where } from './elements/act.ts';
import { Mrkdwn, PlainText } from './mrkdwn-view.tsx';
import { safeUrl } from './mrkdwn.ts';
import { Block } from './schemas.ts';
import { Unknown } from './unknown.tsx';

const word = z.optional(z.string());

/** What hangs on a message in the older form: blocks, or texts in fixed places. */
const Attachment = z.looseObject({
  color: word,
  blocks: z.optional(z.array(Block)),
  pretext: word,
  author_name: word,
  title: word,
  title_link: word,
  text: word,
  fields: z.optional(z.array(z.object({ title: word, value: word }))),
  image_url: word,
  footer: word,
  fallback: word,
});
type Attachment = z.infer<typeof Attachment>;

const colours: ReadonlyMap<string, string> = new Map([
  ['good', '#2eb886'],
  ['warning', '#daa038'],
  ['danger', '#a30200'],
]);

export function AttachmentView({ value, where }: { readonly value: unknown; readonly where: Where }): JSX.Element {
  const parsed = Attachment.safeParse(value);
  if (!parsed.success) return <Unknown what="attachment" value={value} />;
  const { color = '', pretext, blocks } = parsed.data;
  const colour = colours.get(color) ?? (/^#?[0-9a-f]{6}$/i.test(color) ? `#${color.replace('#', '')}` : undefined);
  return (
    <>
      {pretext !== undefined && <Mrkdwn text={pretext} />}
      <div class="attachment" style={colour === undefined ? {} : { borderColor: colour }}>
        {blocks ? <Blocks blocks={blocks} where={where} /> : <Texts attachment={parsed.data} />}
      </div>
    </>
  );
}

function Texts({ attachment }: { readonly attachment: Attachment }): JSX.Element {
  const { author_name: author, title, title_link: link, text, fields, image_url: image, footer, fallback } = attachment;
  const url = safeUrl(link);
  const isEmpty = [title, text, fields, image].every((part) => part === undefined);
  return (
    <>
      {author !== undefined && <p class="note">{author}</p>}
      {title !== undefined && (
        <strong>
          {url === undefined ? (
            <PlainText text={title} />
          ) : (
            <a href={url} target="_blank" rel="noreferrer noopener">
              <PlainText text={title} />
            </a>
          )}
        </strong>
      )}
      {text !== undefined && <Mrkdwn text={text} />}
      {isEmpty && <PlainText text={fallback ?? ''} />}
      {fields && (
        <div class="fields">
          {fields.map(({ title: name = '', value = '' }, index) => (
            <div key={index}>
              <strong>{name}</strong>
              <Mrkdwn text={value} />
            </div>
          ))}
        </div>
      )}
      {image !== undefined && <Picture image={{ image_url: image, alt_text: fallback ?? title ?? '' }} />}
      {footer !== undefined && <p class="note">{footer}</p>}
    </>
  );
}
