import type { Fields } from './blocks/problem.ts';

/** The modal that each person looks at, at most one; as in Slack, it ends with the page, so it is kept nowhere else. */
export interface Modals {
  of(user: string): Fields | undefined;
  /** Whose it is, while it is open. */
  byId(id: string): { readonly user: string; readonly view: Fields } | undefined;
  /** Opens it, or shows it in the place of the one that is open. */
  show(user: string, view: Fields): void;
  close(user: string): void;
  /** Tells of each change until what is returned is called; without a view it was closed. */
  watch(listener: (user: string, view?: Fields) => void): () => void;
}

export function createModals(): Modals {
  const open = new Map<string, Fields>();
  const listeners = new Set<(user: string, view?: Fields) => void>();
  return {
    of: (user) => open.get(user),
    byId(id) {
      const [found] = [...open].filter(([, view]) => view['id'] === id);
      return found && { user: found[0], view: found[1] };
    },
    show(user, view) {
      open.set(user, view);
      listeners.forEach((tell) => tell(user, view));
    },
    close(user) {
      if (open.delete(user)) listeners.forEach((tell) => tell(user));
    },
    watch(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
