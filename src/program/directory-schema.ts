/** What may stand in a directory file: who mentors when and on what, and who took part. */
import { z } from 'zod';
import { line, url } from './schema.ts';

export const directorySchema = z
  .strictObject({
    version: z.literal(1),
    title: line.default('Directory'),
    slots: z
      .array(
        z.strictObject({
          time: line.describe('Time frame, as people write it.'),
          mentor: line.describe('GitLab user name of the mentor, without the @.'),
          focus: z.array(line).max(30).default([]).describe('Areas that the mentor likes to coach.'),
          taken_by: line.optional().describe('User name of the intern who has this slot.'),
        }),
      )
      .max(500)
      .default([]),
    alumni: z
      .array(
        z.strictObject({
          intern: line,
          mentor: line,
          time: line,
          type: line.optional(),
          write_up: z.strictObject({ title: line, url: url.optional() }).optional(),
        }),
      )
      .max(5000)
      .default([]),
  })
  .describe('A kickoff directory file');

export type Directory = z.infer<typeof directorySchema>;
