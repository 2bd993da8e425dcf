/** What may stand in a directory file: who mentors when and on what, who took part, and where both are read from. */

import * as z from 'zod';
import { line, url } from './basics.ts';
import { gitlabSchema } from './cohort-schema.ts';
import { programName } from './program-schema.ts';

/** A user name as people write it, with or without the @. */
const person = line.transform((name) => name.replace(/^@/, ''));

export const directorySchema = z
  .strictObject({
    version: z.literal(1),
    title: line.default('Directory'),
    program: programName.optional().describe('The program that applications are for, as in a cohort file.'),
    gitlab: gitlabSchema.optional().describe('Where applications are opened.'),
    cohorts: z
      .array(line)
      .max(500)
      .default([])
      .describe(
        'Cohort files, as paths from this file that start with ./ or ../; who ended there is read back from GitLab.',
      ),
    slots: z
      .array(
        z.strictObject({
          time: line.describe('Time frame, as people write it.'),
          mentor: person.describe('GitLab user name of the mentor.'),
          focus: z.array(line).max(30).default([]).describe('Areas that the mentor likes to coach.'),
          taken_by: person.optional().describe('User name of the intern who has this slot.'),
        }),
      )
      .max(500)
      .default([]),
    alumni: z
      .array(
        z.strictObject({
          intern: person,
          mentor: person,
          time: line,
          type: line.optional(),
          write_up: z.strictObject({ title: line, url: url.optional() }).optional(),
        }),
      )
      .max(5000)
      .default([])
      .describe('Those who took part before kickoff was there; the others come from the cohorts.'),
  })
  .describe('A kickoff directory file');

export type Directory = z.infer<typeof directorySchema>;
export type Slot = Directory['slots'][number];
export type Alumnus = Directory['alumni'][number];
