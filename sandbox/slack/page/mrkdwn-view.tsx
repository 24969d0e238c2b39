import type { ComponentChildren, JSX } from 'preact';
import { formatDate } from './dates.ts';
import { parseInline, parseMrkdwn, type Inline, type Part } from './mrkdwn.ts';
import { glyphOf, nameOf, useSession, type Session } from './session.ts';
import { Words } from './words.tsx';

/** Text in Slack's mark-up. Everything becomes nodes; nothing becomes HTML. */
export function Mrkdwn({ text }: { readonly text: string }): JSX.Element {
  const session = useSession();
  return <div class="mrkdwn">{parseMrkdwn(text).map((part, index) => partView(session, part, index))}</div>;
}

/** Plain text: no mark-up but emoji, as in Slack. */
export function PlainText({ text }: { readonly text: string }): JSX.Element {
  const session = useSession();
  return <Words text={text.replaceAll(/:([a-z0-9_+'-]{1,60}):/g, (whole, name: string) => glyphOf(session, name) ?? whole)} />;
}

/** One line of mark-up without a block around it. */
export function InlineMrkdwn({ text }: { readonly text: string }): JSX.Element {
  const session = useSession();
  return <>{inlines(session, parseInline(text))}</>;
}

function partView(session: Session, part: Part, key: number): JSX.Element {
  switch (part.is) {
    case 'line':
      return (
        <div key={key} class="line">
          {part.of.length > 0 ? inlines(session, part.of) : <br />}
        </div>
      );
    case 'quote':
      return (
        <blockquote key={key}>
          {part.of.map((line, index) => (
            <div key={index}>{line.length > 0 ? inlines(session, line) : <br />}</div>
          ))}
        </blockquote>
      );
    case 'list':
      return (
        <ul key={key}>
          {part.of.map(({ marker, depth, of }, index) => (
            <li key={index} style={{ marginLeft: `${depth * 1.25}em` }}>
              <span class="marker">{marker}</span>
              <span>{inlines(session, of)}</span>
            </li>
          ))}
        </ul>
      );
    case 'pre':
      return <pre key={key}>{part.text}</pre>;
  }
}

export function inlines(session: Session, list: readonly Inline[]): ComponentChildren {
  return list.map((inline, index) => inlineView(session, inline, index));
}

function inlineView(session: Session, inline: Inline, key: number): ComponentChildren {
  switch (inline.is) {
    case 'text':
      return <Words key={key} text={inline.text} />;
    case 'bold':
      return <strong key={key}>{inlines(session, inline.of)}</strong>;
    case 'italic':
      return <em key={key}>{inlines(session, inline.of)}</em>;
    case 'strike':
      return <s key={key}>{inlines(session, inline.of)}</s>;
    case 'underline':
      return <u key={key}>{inlines(session, inline.of)}</u>;
    case 'color':
      return <Colour key={key} value={inline.value} />;
    case 'code':
      return <code key={key}>{inline.text}</code>;
    case 'link':
      return <Outside key={key} url={inline.url} label={inline.label} />;
    case 'user':
      return <Mention key={key} text={`@${inline.label ?? nameOf(session, inline.id)}`} mine={inline.id === session.me.id} />;
    case 'group':
      return (
        <Mention
          key={key}
          text={inline.label ?? `@${session.start.groups.find(({ id }) => id === inline.id)?.handle ?? inline.id}`}
          mine={false}
        />
      );
    case 'broadcast':
      return <Mention key={key} text={`@${inline.name}`} mine />;
    case 'channel':
      return <ChannelLink key={key} id={inline.id} label={inline.label} />;
    case 'emoji':
      return <Emoji key={key} name={inline.name} />;
    case 'date':
      return <When key={key} date={inline} />;
  }
}

/** A colour with its name; what is none is only its name. */
function Colour({ value }: { readonly value: string }): JSX.Element {
  return (
    <span class="colour">
      {/^#[0-9a-f]{6}$/i.test(value) && <span class="swatch" style={{ background: value }} aria-hidden="true" />}
      {value}
    </span>
  );
}

function Outside({ url, label }: { readonly url: string; readonly label: string }): JSX.Element {
  return (
    <a href={url} target="_blank" rel="noreferrer noopener">
      {label}
    </a>
  );
}

function Mention({ text, mine }: { readonly text: string; readonly mine: boolean }): JSX.Element {
  return <span class={mine ? 'mention mine' : 'mention'}>{text}</span>;
}

function ChannelLink({ id, label }: { readonly id: string; readonly label?: string | undefined }): JSX.Element {
  const { channels, openChannel } = useSession();
  const channel = channels.find((each) => each.id === id);
  const name = `#${channel?.name ?? label ?? id}`;
  return channel ? (
    <button type="button" class="mention" onClick={() => openChannel(id)}>
      {name}
    </button>
  ) : (
    <span class="mention">{name}</span>
  );
}

export function Emoji({ name }: { readonly name: string }): JSX.Element {
  const glyph = glyphOf(useSession(), name);
  return glyph === undefined ? (
    <>{`:${name}:`}</>
  ) : (
    <span class="emoji" role="img" aria-label={name} title={`:${name}:`}>
      {glyph}
    </span>
  );
}

function When({ date }: { readonly date: Extract<Inline, { readonly is: 'date' }> }): JSX.Element {
  const text = formatDate(date.unix, date.format, new Date());
  const time = (
    <time dateTime={new Date(date.unix * 1000).toISOString()} title={formatDate(date.unix, '{date_long}, {time_secs}', new Date())}>
      {text}
    </time>
  );
  return date.url ? (
    <a href={date.url} target="_blank" rel="noreferrer noopener">
      {time}
    </a>
  ) : (
    time
  );
}
