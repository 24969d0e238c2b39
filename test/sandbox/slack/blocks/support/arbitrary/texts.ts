import type { ConfirmationDialog, MrkdwnElement, PlainTextElement, PlainTextOption } from '@slack/types';
import fc from 'fast-check';

/** Texts of any characters; the length is in code points. */
export const words = (most = 20): fc.Arbitrary<string> => fc.string({ unit: 'binary', minLength: 1, maxLength: most });
export const id = fc.uuid();
export const address = fc.constantFrom('https://e.org/a', 'https://e.org/b?c=d#e');
export const few = <T>(item: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(item, { minLength: 1, maxLength: 3 });

/** Some of these fields, or none. */
export function some<T>(model: { [K in keyof T]: fc.Arbitrary<T[K]> }) {
  return fc.record<T, never>(model, { requiredKeys: [] });
}

/** All fields of the first and some of the second. */
export function having<T, O>(required: { [K in keyof T]: fc.Arbitrary<T[K]> }, optional: { [K in keyof O]: fc.Arbitrary<O[K]> }) {
  return fc.tuple(fc.record(required), some<O>(optional)).map(([all, more]) => ({ ...all, ...more }));
}

export const is = <const T extends string>(type: T): fc.Arbitrary<T> => fc.constant(type);

export const plain: fc.Arbitrary<PlainTextElement> = having({ type: is('plain_text'), text: words() }, { emoji: fc.boolean() });
export const mrkdwn: fc.Arbitrary<MrkdwnElement> = having({ type: is('mrkdwn'), text: words() }, { verbatim: fc.boolean() });
export const anyText = fc.oneof(plain, mrkdwn);

const style = fc.constantFrom('primary', 'danger');
const confirm: fc.Arbitrary<ConfirmationDialog> = having({ title: plain, text: anyText, confirm: plain, deny: plain }, { style });
export const option: fc.Arbitrary<PlainTextOption> = having({ text: plain, value: id }, { description: plain });
export const identified = { action_id: id };
export const confirmed = { ...identified, confirm };
export const shown = { style, accessibility_label: words() };
