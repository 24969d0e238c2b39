/** What makes two messages alike: everything that differs from one occurrence to the next is masked. Linear in the text, whatever it holds. */
export function fingerprint(message: string): string {
  return message
    .slice(0, 500)
    .replaceAll(/"[^"]{0,200}"|'[^']{0,200}'/g, '"…"')
    .replaceAll(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi, '#')
    .replaceAll(/0x[0-9a-f]{1,16}\b/gi, '#')
    .replaceAll(/[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){3,7}/gi, '#')
    .replaceAll(/[0-9a-f]{16,64}/gi, '#')
    .replaceAll(/\d+(?:[.:,-]\d+){0,8}/g, '#');
}

/** The line of a Python traceback that says what happened, such as `psycopg2.OperationalError: …`; undefined without a traceback. */
export function exceptionOf(lines: readonly string[]): string | undefined {
  const begin = lines.findIndex((line) => line.startsWith('Traceback (most recent call last)'));
  if (begin < 0) return undefined;
  return lines.slice(begin).findLast((line) => {
    const name = /^(?:[A-Za-z_]\w{0,80}\.){0,8}([A-Z]\w{0,80})(?::|$)/.exec(line)?.[1];
    // PostgreSQL adds lines such as `DETAIL: …`, which are no names of exceptions.
    return name !== undefined && /[a-z]/.test(name);
  });
}
