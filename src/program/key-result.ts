/** What may be said of a key result. */
import * as z from 'zod';
import type { WantedIssue } from '../model/resource.ts';
import { slug, text, title, weight } from './basics.ts';
import { due } from './due.ts';
import { ambition, expected, late, measureSchema } from './measures.ts';
import { owner, per, when } from './people-schema.ts';

export const keyResult = z.strictObject({
  key: slug,
  title,
  description: text.optional(),
  measure: measureSchema,
  weight: weight.optional(),
  ambition: ambition.optional().describe('committed or aspirational; as its objective unless told.'),
  late: late.optional().describe('Another late rule than the program’s.'),
  expected: expected
    .optional()
    .describe('For what is done or not: when-due, or linear; as the program unless told.'),
  owner,
  per,
  when,
  due: due.optional(),
  evidence: text.optional().describe('What counts as evidence; shown above the Evidence line.'),
  shows: z
    .array(slug)
    .max(20)
    .default([])
    .describe(
      'Keys of what the target role asks for, for which this is evidence once it is achieved and closed.',
    ),
  effort: z
    .int()
    .min(0)
    .max(1000)
    .optional()
    .describe(
      'How much work it is: the weight of its issue, where GitLab has weights. Not part of any score.',
    ),
  after: z
    .array(slug)
    .max(10)
    .default([])
    .describe(
      'Keys of key results that come first: its issue says so, and it is next only when they are done, or when nothing else is open.',
    ),
  pair_work: z
    .literal(true)
    .optional()
    .describe(
      'Weeks of working in pairs: outside the score unless it has a weight, and agendas and digests name the weeks without.',
    ),
  confidential: z.boolean().default(false).describe('Create the issue as confidential.'),
});

export type KeyResult = z.infer<typeof keyResult>;

/** Fields of its issue that follow from what is said here, whatever the cohort is. */
export const issueFieldsOf = ({
  confidential,
  effort,
}: KeyResult): Pick<WantedIssue, 'confidential' | 'weight'> => ({
  confidential,
  ...(effort === undefined ? {} : { weight: effort }),
});
