/** The fields of what Redis answers to INFO. */
export function fields(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split('\r\n').flatMap((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [] : [[line.slice(0, colon), line.slice(colon + 1)]];
    }),
  );
}

/** Keys in all databases, from the section `keyspace`. */
export function keysIn(facts: ReadonlyMap<string, string>): number {
  return [...facts].reduce((sum, [name, value]) => (/^db\d+$/.test(name) ? sum + Number(/keys=(\d+)/.exec(value)?.[1] ?? 0) : sum), 0);
}
