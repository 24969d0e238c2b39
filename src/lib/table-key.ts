/**
 * How a table is named where a name must be one word: `jobs`, `archive.Old jobs`. The schema `public` is left out. A part that would
 * be read as another name (with a dot or a quote in front) or as two lines is quoted, so two tables never share one key.
 */
export function tableKey(schema: string, name: string): string {
  return schema === 'public' ? part(name) : `${part(schema)}.${part(name)}`;
}

function part(name: string): string {
  // oxlint-disable-next-line no-control-regex -- a line break in a name must not begin a line of a plan
  return /^"|[.\u0000-\u001f]/.test(name) ? JSON.stringify(name) : name;
}
