import { limits } from './limits.ts';
import { all, flag, integer, kind, list, pattern, string } from './problem.ts';
import { inOrder } from './relations.ts';
import { richText } from './rich-text.ts';
import { confirmed, dispatching, focusable, identified, name, placeholder } from './text.ts';

const picker = { ...confirmed, ...focusable };
const typed = { ...identified, ...focusable, ...placeholder, ...dispatching };
const decimal = pattern(/^-?\d+(\.\d+)?$/, 'number');

export const datepicker = kind(
  'datepicker',
  {},
  { ...picker, ...placeholder, initial_date: pattern(/^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/, 'date (YYYY-MM-DD)') },
);

export const timepicker = kind(
  'timepicker',
  {},
  { ...picker, ...placeholder, initial_time: pattern(/^([01]\d|2[0-3]):[0-5]\d$/, 'time (HH:mm)'), timezone: name },
);

/** The moment is in seconds and has ten digits: one in milliseconds is refused. */
export const dateTimepicker = kind('datetimepicker', {}, { ...picker, initial_date_time: integer(limits.dateTime) });

export const emailInput = kind('email_text_input', {}, { ...typed, initial_value: string() });
export const urlInput = kind('url_text_input', {}, { ...typed, initial_value: string() });

export const numberInput = all(
  kind('number_input', { is_decimal_allowed: flag }, { ...typed, initial_value: decimal, min_value: decimal, max_value: decimal }),
  inOrder('min_value', 'max_value'),
  inOrder('min_value', 'initial_value'),
  inOrder('initial_value', 'max_value'),
);

export const plainTextInput = all(
  kind(
    'plain_text_input',
    {},
    {
      ...typed,
      initial_value: string(),
      multiline: flag,
      min_length: integer(limits.textInputMinimum),
      max_length: integer(limits.textInputMaximum),
    },
  ),
  inOrder('min_length', 'max_length'),
);

export const richTextInput = all(
  kind(
    'rich_text_input',
    {},
    {
      ...typed,
      initial_value: richText,
      min_lines: integer(limits.richTextInputMinimumLines),
      max_lines: integer(limits.richTextInputMaximumLines),
    },
  ),
  inOrder('min_lines', 'max_lines'),
);

export const fileInput = kind('file_input', {}, { ...identified, filetypes: list(name), max_files: integer(limits.fileInputFiles) });
