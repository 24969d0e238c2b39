import * as z from 'zod/mini';
import { Confirm, Image, Option, Text } from '../kit.ts';

const common = { action_id: z.optional(z.string()), confirm: z.optional(Confirm) };
const placeholder = z.optional(Text);
const menu = { ...common, placeholder, options: z.optional(z.array(Option)) };
const groups = z.optional(z.array(z.object({ label: Text, options: z.array(Option) })));
const most = z.optional(z.number());
const field = { ...common, placeholder, initial_value: z.optional(z.string()) };
const Rating = z.object({ text: Text, value: z.string(), accessibility_label: z.optional(z.string()) });
const word = z.optional(z.string());
const words = z.optional(z.array(z.string()));

/** The elements that the page can draw, as far as it reads them. */
export const Element = z.discriminatedUnion('type', [
  z.object({ type: z.literal('button'), ...common, text: Text, value: word, url: word, style: word, accessibility_label: word }),
  z.object({ type: z.literal('workflow_button'), ...common, text: Text, style: word, accessibility_label: word }),
  z.object({ type: z.literal('icon_button'), ...common, icon: z.string(), text: Text, value: word, accessibility_label: word }),
  z.object({ type: z.literal('feedback_buttons'), ...common, positive_button: Rating, negative_button: Rating }),
  z.object({ type: z.literal('overflow'), ...common, options: z.array(Option) }),
  z.object({ type: z.literal('static_select'), ...menu, option_groups: groups, initial_option: z.optional(Option) }),
  z.object({
    type: z.literal('multi_static_select'),
    ...menu,
    option_groups: groups,
    initial_options: z.optional(z.array(Option)),
    max_selected_items: most,
  }),
  z.object({ type: z.literal('external_select'), ...menu, initial_option: z.optional(Option) }),
  z.object({ type: z.literal('multi_external_select'), ...menu, initial_options: z.optional(z.array(Option)) }),
  z.object({ type: z.literal('users_select'), ...common, placeholder, initial_user: word }),
  z.object({ type: z.literal('multi_users_select'), ...common, placeholder, initial_users: words, max_selected_items: most }),
  z.object({ type: z.literal('channels_select'), ...common, placeholder, initial_channel: word }),
  z.object({ type: z.literal('multi_channels_select'), ...common, placeholder, initial_channels: words, max_selected_items: most }),
  z.object({ type: z.literal('conversations_select'), ...common, placeholder, initial_conversation: word }),
  z.object({
    type: z.literal('multi_conversations_select'),
    ...common,
    placeholder,
    initial_conversations: words,
    max_selected_items: most,
  }),
  z.object({ type: z.literal('checkboxes'), ...common, options: z.array(Option), initial_options: z.optional(z.array(Option)) }),
  z.object({ type: z.literal('radio_buttons'), ...common, options: z.array(Option), initial_option: z.optional(Option) }),
  z.object({ type: z.literal('datepicker'), ...common, placeholder, initial_date: word }),
  z.object({ type: z.literal('timepicker'), ...common, placeholder, initial_time: word }),
  z.object({ type: z.literal('datetimepicker'), ...common, initial_date_time: z.optional(z.number()) }),
  z.object({ type: z.literal('plain_text_input'), ...field, multiline: z.optional(z.boolean()) }),
  z.object({ type: z.literal('email_text_input'), ...field }),
  z.object({ type: z.literal('url_text_input'), ...field }),
  z.object({ type: z.literal('number_input'), ...field }),
  z.object({ type: z.literal('rich_text_input'), ...common, placeholder }),
  z.object({ type: z.literal('file_input'), ...common }),
  z.object({ type: z.literal('image'), ...Image.shape }),
]);
export type Element = z.infer<typeof Element>;
export type ElementOf<Type extends Element['type']> = Extract<Element, { readonly type: Type }>;
