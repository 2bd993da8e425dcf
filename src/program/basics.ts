/** Names, texts, days and addresses as files may hold them. */
import * as z from 'zod';

export const slug = z
  .string()
  .regex(
    /^[a-z0-9]+(?:-[a-z0-9]+)*$/,
    'must be lower-case letters, digits and single dashes, like `red-team`',
  )
  .max(40)
  .describe('A name for ever: lower-case letters, digits and dashes. Titles may change, keys may not.');

/** Text on one line. Control characters would let data run quick actions in GitLab. */
export const line = z
  .string()
  .trim()
  .min(1, 'must not be empty')
  .max(500)
  .refine((value) => !/[\u0000-\u001f\u007f\u0085\u2028\u2029]/.test(value), 'must be one line of text');

/** So deep nobody writes; parsers run out of room. */
const DEEP = /^(?:[ \t]*(?:>|(?:[-*+]|\d{1,9}[.)])[ \t]+)){21}/m;

/** Markdown of any number of lines. What would act in GitLab is made harmless when it is rendered. */
export const text = z
  .string()
  .transform((value) => value.trimEnd())
  .pipe(
    z
      .string()
      .min(1, 'must not be empty')
      .max(20_000)
      .refine((value) => value.trim() !== '', 'must not be empty')
      .refine(
        (value) => !DEEP.test(value),
        'is nested too deep: more than 20 quotes or lists in one another',
      ),
  )
  .describe('GitLab Markdown, of any number of lines: links, lists, code, images by address.');

export const title = line
  .pipe(z.string().max(180))
  .describe('One line; becomes the title of an issue or a milestone.');
export const url = z.url({ protocol: /^https?$/, error: 'must be a web address that starts with https://' });
/** A link to read, perhaps with a key by which texts name it. */
export const link = z.strictObject({
  key: slug.optional().describe('Texts of the program name it: {{links.handbook}} becomes its address.'),
  title: line,
  url,
});
export const weight = z
  .number()
  .min(0)
  .max(1000)
  .describe('Counts in the weighted mean; 1 when absent, and 0 for what is optional, outside the score.');
export const username = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'must be a GitLab user name, without the @')
  .describe('GitLab user name, without the @.');

/**
 * A calendar day. YAML keeps it as text (core schema); a day that does not exist is refused here, because GitLab
 * would store it as "no date" and answer 201 (docs/gitlab.md#milestones).
 */
export const day = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}$/, { error: 'must be a date like 2027-03-01', abort: true })
  .refine((value) => /^20\d\d-/.test(value), { error: 'must lie between 2000 and 2099', abort: true })
  .refine((value) => {
    const time = new Date(`${value}T00:00:00Z`);
    return !Number.isNaN(time.getTime()) && time.toISOString().startsWith(value);
  }, 'is not a day of the calendar');

/** Full path of a group or project, as in the address of its page. */
export const fullPath = z
  .string()
  .max(1000)
  .regex(
    /^[\w.-]+(?:\/[\w.-]+)*$/,
    'must be a full path like my-group/my-project, without host, spaces or query',
  );

/** The list costs a tenth of what a format does, and lacks older names such as EST. */
function isTimeZone(value: string): boolean {
  if (Intl.supportedValuesOf('timeZone').includes(value)) return true;
  try {
    return new Intl.DateTimeFormat('en', { timeZone: value }) !== null;
  } catch {
    return false;
  }
}

export const timeZone = z
  .string()
  .refine(isTimeZone, 'is not a time zone; write one like Europe/Berlin or UTC')
  .describe('IANA time zone in which days begin and end, for example Europe/Berlin.');
