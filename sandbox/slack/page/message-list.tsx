import { Fragment, type JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { formatDate } from './dates.ts';
import { MessageView } from './message.tsx';
import type { Message } from './schemas.ts';

interface ListProps {
  readonly label: string;
  readonly channel: string;
  readonly messages: readonly Message[];
  readonly empty: string;
  readonly pointedAt?: string | undefined;
  readonly openThread?: (ts: string) => void;
}

const NEAR_END_PX = 120;

/** Messages from oldest to newest. Stays at the newest one, unless somebody scrolled up to read. */
export function MessageList({ label, channel, messages, empty, pointedAt, openThread }: ListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const lastTs = messages.at(-1)?.ts;
  useLayoutEffect(() => {
    atEnd.current = true;
  }, [channel, label]);
  const stayAtEnd = (): void => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  };
  // After every drawing, also after an edit or a late picture, the end stays in view if it was.
  useLayoutEffect(stayAtEnd);
  // What is typed or told below takes room from the list.
  useLayoutEffect(() => {
    const observer = new ResizeObserver(stayAtEnd);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
  useLayoutEffect(() => {
    if (pointedAt === undefined || !messages.some(({ ts }) => ts === pointedAt)) return;
    atEnd.current = false;
    document.getElementById(`m-${pointedAt}`)?.scrollIntoView({ block: 'center' });
  }, [pointedAt, lastTs === undefined]);
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: { readonly currentTarget: HTMLElement }): void => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
  };
  return (
    <div class="messages" role="log" aria-label={label} tabIndex={0} ref={list} onScroll={onScroll}>
      {messages.length === 0 && <p class="empty">{empty}</p>}
      {messages.map((message, index) => (
        <Fragment key={message.ts}>
          <Divider message={message} before={messages[index - 1]} />
          <MessageView message={message} channel={channel} pointedAt={message.ts === pointedAt} openThread={openThread} />
        </Fragment>
      ))}
    </div>
  );
}

/** A line above the first message of a day. */
function Divider({ message, before }: { readonly message: Message; readonly before: Message | undefined }): JSX.Element | null {
  const day = dayOf(message);
  if (before && dayOf(before) === day) return null;
  return (
    <div class="divider" role="separator">
      <span>{day}</span>
    </div>
  );
}

function dayOf({ ts }: Message): string {
  return formatDate(Math.floor(Number(ts)), '{date_long_pretty}', new Date());
}
