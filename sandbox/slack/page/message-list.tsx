import { Fragment, type JSX, type RefObject } from 'preact';
import { useLayoutEffect, useRef, useState, type MutableRef } from 'preact/hooks';
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
  /** The last `ts` that was read when the place was opened. */
  readonly newSince?: string | undefined;
  readonly dismiss?: (ts: string) => void;
  /** Reads what came before, when one scrolls there. */
  readonly older?: (() => void) | undefined;
}

const NEAR_END_PX = 120;
const NEAR_START_PX = 200;
/** Messages of one author within five minutes are shown as one, as Slack does. */
const TOGETHER_SECONDS = 300;

/** Messages from oldest to newest. Stays at the newest one, unless somebody scrolled up to read. */
export function MessageList({ label, channel, messages, empty, pointedAt, newSince, openThread, dismiss, older }: ListProps): JSX.Element {
  const list = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [away, setAway] = useState(false);
  useKeepPlace(list, atEnd, messages[0]?.ts, `${channel} ${label}`);
  useLayoutEffect(() => {
    if (pointedAt === undefined || !messages.some(({ ts }) => ts === pointedAt)) return;
    atEnd.current = false;
    document.getElementById(`m-${pointedAt}`)?.scrollIntoView({ block: 'center' });
  }, [pointedAt, messages.length === 0]);
  const onScroll = ({ currentTarget: { scrollTop, scrollHeight, clientHeight } }: { readonly currentTarget: HTMLElement }): void => {
    atEnd.current = scrollHeight - scrollTop - clientHeight < NEAR_END_PX;
    setAway(!atEnd.current);
    if (scrollTop < NEAR_START_PX) older?.();
  };
  const jump = (): void => {
    if (list.current) list.current.scrollTop = list.current.scrollHeight;
  };
  const firstNew = newSince === undefined ? undefined : messages.find(({ ts }) => ts > newSince)?.ts;
  return (
    <div class="list">
      <div class="messages" role="log" aria-label={label} tabIndex={0} ref={list} onScroll={onScroll}>
        {messages.length === 0 && <p class="empty">{empty}</p>}
        {messages.map((message, index) => {
          const before = messages[index - 1];
          const isNewDay = !before || dateOf(before) !== dateOf(message);
          return (
            <Fragment key={message.ts}>
              {isNewDay && <Divider text={dayOf(message)} />}
              {message.ts === firstNew && <Divider text="New" fresh />}
              <MessageView
                message={message}
                channel={channel}
                pointedAt={message.ts === pointedAt}
                compact={!isNewDay && message.ts !== firstNew && belongTogether(before, message)}
                openThread={openThread}
                dismiss={dismiss}
              />
            </Fragment>
          );
        })}
      </div>
      {away && (
        <button type="button" class="kit jump" onClick={jump}>
          ↓ Newest
        </button>
      )}
    </div>
  );
}

/** Stays at the end after every drawing, also after an edit or a late picture; what is put before the first message moves nothing. */
function useKeepPlace(list: RefObject<HTMLDivElement>, atEnd: MutableRef<boolean>, firstTs: string | undefined, place: string): void {
  const before = useRef({ firstTs, height: 0 });
  useLayoutEffect(() => {
    atEnd.current = true;
  }, [place]);
  const stayAtEnd = (): void => {
    const element = list.current;
    if (element && atEnd.current) element.scrollTop = element.scrollHeight;
  };
  useLayoutEffect(() => {
    const element = list.current;
    if (!element) return;
    const { firstTs: last, height } = before.current;
    if (!atEnd.current && last !== undefined && firstTs !== undefined && firstTs < last) element.scrollTop += element.scrollHeight - height;
    before.current = { firstTs, height: element.scrollHeight };
    stayAtEnd();
  });
  // What is typed or told below takes room from the list.
  useLayoutEffect(() => {
    const observer = new ResizeObserver(stayAtEnd);
    if (list.current) observer.observe(list.current);
    return () => observer.disconnect();
  }, []);
}

function belongTogether(before: Message | undefined, message: Message): boolean {
  if (!before || before.user !== message.user || before.is_ephemeral !== message.is_ephemeral) return false;
  if (before.subtype === 'channel_join' || before.subtype === 'tombstone' || message.subtype !== undefined) return false;
  return Number(message.ts) - Number(before.ts) < TOGETHER_SECONDS;
}

/** A line above the first message of a day, or above the first that is new. */
function Divider({ text, fresh = false }: { readonly text: string; readonly fresh?: boolean }): JSX.Element {
  return (
    <div class={fresh ? 'divider fresh' : 'divider'} role="separator">
      <span>{text}</span>
    </div>
  );
}

/** The day, to compare: cheap, as it is asked of every message with every drawing. */
function dateOf({ ts }: Message): string {
  return new Date(Number(ts) * 1000).toDateString();
}

/** The day in words. */
function dayOf({ ts }: Message): string {
  return formatDate(Math.floor(Number(ts)), '{date_long_pretty}', new Date());
}
