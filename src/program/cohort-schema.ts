/** What may stand in a cohort file: who takes part, when, and where in GitLab. As strict as a program. */
import * as z from 'zod';
import { backlogSchema } from './backlog-schema.ts';
import { day, fullPath, line, link, slug, text, timeZone, title, username } from './basics.ts';
import { keyResult } from './key-result.ts';
import { measureSchema } from './measures.ts';
import { attributes } from './people-schema.ts';
import { parameterValue, programName } from './program-schema.ts';
import {
  absence,
  areaPeople,
  calendarSchema,
  planningSchema,
  ritualsSchema,
  rotationsSchema,
} from './rotation-schema.ts';

export const gitlabSchema = z.strictObject({
  group: fullPath.optional().describe('Full path of the group that holds the epics and labels.'),
  project: fullPath.describe('Full path of the project that holds issues, milestones and the board.'),
  public_is_fine: z
    .boolean()
    .optional()
    .describe('Say so when the project may be public although it holds key results about people.'),
  labels: z
    .enum(['group', 'project'])
    .optional()
    .describe('Where labels are made; epics can carry only group labels.'),
});

const goal = z.strictObject({ key: slug, title, description: text.optional() });

const override = z
  .strictObject({
    key_result: slug.optional().describe('Key of the key result that the override is about.'),
    define: z
      .strictObject({ title: title.optional(), description: text.optional(), measure: measureSchema })
      .optional()
      .describe('Say what a key result that is to be defined is.'),
    skip: line.optional().describe('Leave the key result out, with the reason.'),
    retitle: title.optional(),
    count: z.int().min(1).max(100).optional().describe('Another target for a count.'),
    score: z
      .strictObject({
        value: z.number().min(0).max(1),
        reason: line,
        by: username.describe('Who decided it.'),
      })
      .optional()
      .describe('A score in place of the computed one, which stays in the report beside it.'),
    due: z
      .strictObject({ date: day, reason: line, by: username.describe('The manager who agreed to it.') })
      .optional()
      .describe('Another due date than the program’s, by which lateness goes.'),
    add: keyResult
      .extend({ area: slug.optional(), objective: slug.optional() })
      .optional()
      .describe('One more key result, in an area or an objective.'),
  })
  .superRefine((each, context) => {
    const acts = (['define', 'skip', 'retitle', 'count', 'score', 'due', 'add'] as const).filter(
      (act) => each[act] !== undefined,
    );
    if (acts.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: 'needs exactly one of define, skip, retitle, count, score, due and add',
      });
    } else if (acts[0] === 'add') {
      if (each.key_result !== undefined)
        context.addIssue({
          code: 'custom',
          path: ['key_result'],
          message: 'does not go with add; the new key stands in add.key',
        });
      if ((each.add?.area === undefined) === (each.add?.objective === undefined))
        context.addIssue({ code: 'custom', path: ['add'], message: 'needs either area or objective' });
    } else if (each.key_result === undefined) {
      context.addIssue({
        code: 'custom',
        message: 'needs key_result, the key of the key result it is about',
      });
    }
  });

export const cohortSchema = z
  .strictObject({
    version: z.literal(1),
    program: programName,
    cohort: slug.describe('Name of the cohort; part of labels and milestone titles.'),
    title: title.optional(),
    first_day: day.describe(
      'First working day, Monday to Friday. A week runs to its Friday, so the first may be short.',
    ),
    time_zone: timeZone.default('UTC'),
    gitlab: gitlabSchema,
    people: z
      .object({ manager: username, mentor: username.describe('Primary mentor.') })
      .catchall(username)
      .describe('Who helps; other names are roles of the program.'),
    areas: z
      .record(slug, areaPeople)
      .default({})
      .describe('Per functional area the mentor of its rotation, the team manager, and how many it takes.'),
    rotations: rotationsSchema.optional().describe('The areas, in this order, for everyone in the cohort.'),
    absences: z.array(absence).max(500).default([]).describe('Days on which interns or mentors are away.'),
    calendar: calendarSchema.optional(),
    rituals: ritualsSchema.optional().describe('When meetings are.'),
    planning: planningSchema.optional().describe('What `kickoff rotations` has to keep to.'),
    interns: z
      .array(
        z.strictObject({
          username,
          key: slug
            .optional()
            .describe(
              'What keys and labels call this intern; made of the user name unless told. Keep it when the account is renamed.',
            ),
          name: line.optional(),
          mentor: username.optional().describe('Another primary mentor for this intern.'),
          first_day: day
            .optional()
            .describe(
              'Another first day for this intern: the whole program begins then, with dates of its own.',
            ),
          joined: day
            .optional()
            .describe(
              'First day of somebody who joins late: the dates stay those of the others, and what was over before is left out.',
            ),
          left: day
            .optional()
            .describe(
              'Last day of somebody who left before the end. The next provision closes what is open, and the score counts until that day.',
            ),
          reason: line
            .optional()
            .describe(
              'Why somebody left. It stands in each issue that is closed for it, where others read it.',
            ),
          rotations: rotationsSchema
            .optional()
            .describe('The areas in this intern’s own order, weeks and gaps.'),
          part_time: z
            .int()
            .min(20)
            .max(100)
            .optional()
            .describe('Per cent of a full week: a rotation takes so much longer, in whole weeks.'),
          attributes,
          type: line
            .optional()
            .describe('How the intern takes part, for the table of alumni, for example Internal.'),
          in_alumni: z
            .boolean()
            .default(true)
            .describe('False for somebody who does not want to stand in the table of alumni.'),
          parameters: z.record(slug, parameterValue).default({}),
          goals: z.array(goal).max(30).default([]).describe('Growth goals: issues outside the score.'),
          overrides: z.array(override).max(50).default([]),
        }),
      )
      .min(1, 'needs at least one intern')
      .max(500),
    parameters: z
      .record(slug, parameterValue)
      .default({})
      .describe('Parameters of the program, for everyone; an intern may have other values.'),
    links: z
      .array(link)
      .max(50)
      .default([])
      .describe(
        'Stand in each epic. One with the key of a link of the program takes its place, in texts too.',
      ),
    backlog: backlogSchema,
    overrides: z.array(override).max(50).default([]).describe('Changes for everyone in the cohort.'),
    close_derived: z
      .boolean()
      .default(false)
      .describe('Close derived key results three working days after their rule is satisfied.'),
  })
  .describe('A kickoff cohort file');

export type Cohort = z.infer<typeof cohortSchema>;
export type Override = z.infer<typeof override>;
export type Intern = Cohort['interns'][number];
