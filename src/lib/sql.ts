/** A statement with its values apart: nothing is ever interpolated into the text. */
export interface Statement {
  readonly text: string;
  readonly values: unknown[];
}

/** `` sql`select 1 where id = ${id}` ``; a nested statement is inlined with its own values. */
export function sql(strings: TemplateStringsArray, ...parts: readonly unknown[]): Statement {
  const values: unknown[] = [];
  let text = strings[0] ?? '';
  parts.forEach((part, index) => {
    if (isStatement(part)) {
      const offset = values.length;
      text += part.text.replaceAll(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[index + 1] ?? '';
  });
  return { text, values };
}

function isStatement(part: unknown): part is Statement {
  return typeof part === 'object' && part !== null && 'text' in part && 'values' in part && Array.isArray(part.values) && typeof part.text === 'string';
}
