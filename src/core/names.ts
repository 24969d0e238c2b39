import { z } from 'zod';

/** The name of an archive without its ending: no path, no leading dot, at most 100 characters. */
export const BackupName = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/,
    'a backup name has only letters, digits, dots, dashes and underscores, begins with a letter or digit, and is no path',
  )
  .describe('the name of an archive, without its ending');
export type BackupName = z.infer<typeof BackupName>;

/** What a restore may be given: the name of an archive, or `latest`, the newest verified one. */
export const BackupChoice = z
  .union([z.literal('latest'), BackupName])
  .describe('the name of an archive, without its ending, or `latest` for the newest verified one');
export type BackupChoice = z.infer<typeof BackupChoice>;

/** A run by its number, as people type it. */
export const RunNumber = z.coerce.number('is a number, as in `show 482`').int().positive();

/** A plan by the beginning of its digest, as its message shows it. */
export const PlanBeginning = z.string().regex(/^[0-9a-f]{4,64}$/i, 'is the 4 characters behind the word plan in the message');
