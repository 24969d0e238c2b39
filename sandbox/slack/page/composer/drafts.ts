/** What somebody has begun to type in one place. */
export interface Draft {
  read(): string;
  keep(text: string): void;
}

/** The draft of a person in a channel or a thread of it. It waits there while one is elsewhere or somebody else, and survives a reload. */
export function draftOf(person: string, channel: string, threadTs: string | undefined): Draft {
  const key = `draft ${person} ${channel} ${threadTs ?? ''}`;
  return {
    read: () => sessionStorage.getItem(key) ?? '',
    keep: (text) => (text === '' ? sessionStorage.removeItem(key) : sessionStorage.setItem(key, text)),
  };
}
