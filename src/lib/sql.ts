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
    if (part instanceof Made) {
      const offset = values.length;
      text += part.text.replaceAll(/\$(\d+)/g, (_, place: string) => `$${Number(place) + offset}`);
      values.push(...part.values);
    } else {
      values.push(part);
      text += `$${values.length}`;
    }
    text += strings[index + 1] ?? '';
  });
  return new Made(text, values);
}

// A class, because only its instances may become SQL: data from outside could have the same two fields.
class Made implements Statement {
  readonly text: string;
  readonly values: unknown[];

  constructor(text: string, values: unknown[]) {
    this.text = text;
    this.values = values;
  }
}
