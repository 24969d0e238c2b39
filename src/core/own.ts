import { z } from 'zod';
import { isPattern, patternWords } from '../lib/pattern.ts';
import { strict } from './strict.ts';

const about = {
  title: z.string().min(1).max(60).describe('how people read it'),
  why: z.string().max(200).default('A check of your own.').describe('why it exists, for help'),
  in: z.array(z.string()).default([]).describe('checklists that have it'),
};
const seconds = z.number().min(0.1).max(60).default(10).describe('seconds that it may take');

/** A page or endpoint that must answer. */
const HttpCheck = strict({
  kind: z.literal('http'),
  ...about,
  url: z.url({ protocol: /^https?$/, error: 'an address that begins with http:// or https://' }),
  status: z.int().min(100).max(599).default(200).describe('the status that is right'),
  contains: z.string().min(1).max(200).optional().describe('words that the answer must contain, within its first 64 KiB'),
  slowMs: z.number().default(2000).describe('ms from which an answer is slow'),
  seconds,
});

/** A question to the platform's database whose answer is one number. */
const SqlCheck = strict({
  kind: z.literal('sql'),
  ...about,
  query: z
    .string()
    .max(4000)
    .regex(/^\s*(select|with)\s/i, 'a statement that begins with select or with')
    .describe('one statement that reads; the first column of its first row is the number'),
  warn: z.number().describe('the number from which it warns'),
  critical: z.number().describe('the number from which it is critical'),
  seconds,
});

/** A program of yours: its exit code is the state (0 ok, 1 warn, 2 critical, else unknown), its first line the sentence. */
const CommandCheck = strict({
  kind: z.literal('command'),
  ...about,
  command: z
    .array(z.string())
    .min(1)
    .refine(
      ([program = '']) => program.startsWith('/'),
      'program and arguments, the program by its whole path such as /usr/local/bin/probe',
    )
    .describe('program and arguments; no shell reads them'),
  seconds,
});

/** Lines in a log that should not be there, or not often. */
const LogCheck = strict({
  kind: z.literal('log'),
  ...about,
  log: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,59}$/, 'app, nginx, or the name of a service')
    .describe('app, nginx, or a service whose container writes it'),
  contains: z.array(z.string().min(1).max(200)).min(1).max(20).optional().describe('words, any of which makes a line count, as they stand'),
  matches: z
    .string()
    .min(1)
    .max(500)
    .refine(isPattern, patternWords)
    .optional()
    .describe('in place of words: the regular expression of such a line'),
  ignoreCase: z.boolean().default(false).describe('capitals and small letters are the same to the expression'),
  hours: z.number().min(1).max(744).default(24).describe('hours that are looked back'),
  warn: z.number().default(1).describe('lines from which it warns'),
  critical: z.number().default(100).describe('lines from which it is critical'),
  seconds,
}).refine(
  ({ contains, matches }) => (contains === undefined) !== (matches === undefined),
  'either contains or matches: words as they stand, or a regular expression',
);

export const OwnCheck = z.discriminatedUnion('kind', [HttpCheck, SqlCheck, CommandCheck, LogCheck], {
  error: 'there is no check of this name; one of your own has a kind: http, sql, command or log',
});
export type OwnCheck = z.infer<typeof OwnCheck>;
export type OwnHttp = z.infer<typeof HttpCheck>;
export type OwnSql = z.infer<typeof SqlCheck>;
export type OwnCommand = z.infer<typeof CommandCheck>;
export type OwnLog = z.infer<typeof LogCheck>;

/** A step by hand that the configuration adds to a checklist. */
export const OwnStep = strict({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,40}$/, 'lower-case letters, digits and dashes'),
  title: z.string().min(3).max(200),
  in: z.string().describe('the checklist that has it'),
  days: z.int().min(0).max(90).default(0).describe('days until it is due'),
});
export type OwnStep = z.infer<typeof OwnStep>;

/** What a configuration adds to what this version knows. */
export interface Own {
  readonly checks: readonly { readonly id: string; readonly about: OwnCheck }[];
  readonly steps: readonly OwnStep[];
}
