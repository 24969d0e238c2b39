import { z } from 'zod';
import { code } from './markdown.ts';

const Property = z.object({
  type: z.string().optional(),
  default: z.unknown().optional(),
  description: z.string().optional(),
  enum: z.array(z.unknown()).optional(),
});
const ObjectSchema = z.object({ properties: z.record(z.string(), Property).default({}), required: z.array(z.string()).default([]) });

/** One field of an object that people fill in, in words for a table. */
export interface Field {
  readonly name: string;
  /** Its default as JSON, `required`, or nothing when it may be left out. */
  readonly standard: string;
  readonly about: string;
}

/** The fields of a schema as it is filled in. A schema that is not of an object has none. */
export function fieldsOf(schema: z.ZodType): readonly Field[] {
  const { properties, required } = ObjectSchema.parse(z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }));
  return Object.entries(properties).map(([name, property]) => ({
    name,
    standard: property.default === undefined ? (required.includes(name) ? 'required' : '') : code(JSON.stringify(property.default)),
    about: property.description ?? property.enum?.map((one) => code(String(one))).join(', ') ?? property.type ?? '',
  }));
}

/** Those fields as rows of a table. */
export function fieldRows(schema: z.ZodType): readonly (readonly string[])[] {
  return fieldsOf(schema).map(({ name, standard, about }) => [code(name), standard, about]);
}
