import { OpsError } from '../../core/errors.ts';

/** A name of PostgreSQL ends here, in bytes; it would cut a longer one without a word. */
const NAME_LIMIT = 63;

/** Whether a name was made by a run for the live database: a copy that is being loaded, or one that was kept. */
export function isOurs(name: string, live: string, kind: 'scratch' | 'before' | 'scratch|before'): boolean {
  return name.startsWith(`${live}_`) && new RegExp(`^(?:${kind})_[0-9]+$`).test(name.slice(live.length + 1));
}

/** Guards what is dropped, renamed and made: only names of our own pattern. */
export function insistOurs(name: string, live: string, kind: 'scratch' | 'before' | 'scratch|before'): void {
  if (!isOurs(name, live, kind)) {
    const wanted = kind.split('|').map((word) => `${live}_${word}_<run>`);
    throw new OpsError('database', `${name} is not a database that a run made (${wanted.join(' or ')})`, { permanent: true });
  }
  if (Buffer.byteLength(name) > NAME_LIMIT) {
    throw new OpsError('database', `the name ${name} is too long: PostgreSQL knows ${NAME_LIMIT} bytes of a name`, { permanent: true });
  }
}
