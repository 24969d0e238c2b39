import { z } from 'zod';

/** The name of an archive without its ending: no path, no leading dot, at most 100 characters. */
export const BackupName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]*$/,
    'a backup name has only letters, digits, dots, dashes and underscores, begins with a letter or digit, and is no path',
  )
  .max(100, 'a backup name has at most 100 characters')
  .describe('the name of an archive, without its ending');
export type BackupName = z.infer<typeof BackupName>;

/** The name of an archive that is to be made: not the word by which the newest verified one is meant. */
export const NewBackupName = BackupName.refine(
  (name) => name !== 'latest',
  '`latest` means the newest verified backup wherever one is named: choose another name',
);

/** What a restore may be given: the name of an archive, or `latest`, the newest verified one. */
export const BackupChoice = BackupName.describe('the name of an archive, without its ending, or `latest` for the newest verified one');
export type BackupChoice = z.infer<typeof BackupChoice>;

/** A run by its number, as people type it. */
export const RunNumber = z.coerce.number('is a number, as in `show 482`').int().positive();

/** A plan by the beginning of its digest, as its message shows it. */
export const PlanBeginning = z.string().regex(/^[0-9a-f]{4,64}$/i, 'is the 4 characters behind the word plan in the message');

/** A step by its number, as the card shows it. */
export const StepNumber = z.coerce.number('is a number, as in `step done 12`').int().positive();

/** Somebody as Slack hands a mention out: `<@U012ABCDEF>` or `<@U012ABCDEF|dana>`. */
export const Mention = z
  .string()
  .regex(/^<@[UW][A-Z0-9]{2,}(\|[^>]*)?>$/, 'is a person, as in `@dana`')
  .transform((mention) => mention.slice(2).split(/[|>]/)[0] ?? '');

/** The kind of a backup, which with the day makes its name: `weekly-20261127`. */
export const BackupLabel = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,39}$/, 'a label has only letters, digits, dashes and underscores')
  .describe('the kind of backup, such as weekly or pre-update; with the day it makes the name');

/** An incident by its number, with or without the letters before it: `12`, `INC-12`. */
export const IncidentNumber = z.preprocess(
  (value) => (typeof value === 'string' ? value.replace(/^INC-?/i, '') : value),
  z.coerce.number('is a number, as in `INC-12`').int().positive(),
);
