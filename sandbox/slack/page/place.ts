import { useEffect, useState } from 'preact/hooks';
import type { Channel } from './schemas.ts';

/** Where one is: a channel by id or name, and perhaps a thread of it. */
export interface Place {
  readonly channel: string;
  readonly thread?: string | undefined;
}

/** The home of the application stands beside the channels; no channel can have this name. */
export const homePlace = '@home';

/** What the address says. It is kept up to date, so that it can be shared and survives a change of the person. */
export function inAddress(name: string): string | undefined {
  return new URLSearchParams(location.search).get(name) ?? undefined;
}

export function usePlace(): readonly [Place, (place: Place) => void] {
  return useState<Place>(() => ({ channel: inAddress('channel') ?? '', thread: inAddress('thread') }));
}

export function isChannel(channel: Channel, wanted: string): boolean {
  return channel.id === wanted || channel.name === wanted;
}

/** Writes person and place into the address, and how much is unread into the title. */
export function useAddress(as: string, channel: Channel | typeof homePlace | undefined, thread: string | undefined, unread: number): void {
  const name = typeof channel === 'string' ? channel : channel ? (channel.name ?? channel.id) : undefined;
  useEffect(() => {
    if (name === undefined) return;
    const query = new URLSearchParams({ as, channel: name, ...(thread === undefined ? {} : { thread }) });
    history.replaceState(null, '', `/?${query.toString()}`);
  }, [as, name, thread]);
  useEffect(() => {
    document.title = `${unread > 0 ? `(${unread}) ` : ''}${as} · Local Slack`;
  }, [as, unread]);
}

/** What is on the screen while somebody looks at it is read. */
export function useReadMark(channel: string | undefined, newest: string | undefined, mark: (channel: string, ts: string) => void): void {
  useEffect(() => {
    const look = (): void => {
      if (channel !== undefined && newest !== undefined && document.visibilityState === 'visible') mark(channel, newest);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => document.removeEventListener('visibilitychange', look);
  }, [channel, newest]);
}
