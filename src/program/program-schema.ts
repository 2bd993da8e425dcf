/** What may stand in a program template. Strict: an unknown key is an error, so that a typo is never silently nothing. */
import * as z from 'zod';
import { backlogSchema } from './backlog-schema.ts';
import { fullPath, line, link, slug, text, title, url, weight } from './basics.ts';
import { due } from './due.ts';
import { keyResult } from './key-result.ts';
import { ambition, EVERY, expected, late } from './measures.ts';
import { once } from './once.ts';
import { owner, per, when } from './people-schema.ts';

export const parameterValue = z
  .strictObject({
    text: line.optional(),
    url: url.optional(),
    project: fullPath.optional().describe('Full path of a GitLab project whose work is counted.'),
  })
  .refine(({ text, url: link, project }) => text ?? link ?? project, 'needs text, url or project');

export const programName = line.describe(
  'Name of an installed program template, or a path that starts with ./ or ../ to one of yours.',
);

/** Made when a program is read that is not installed: it costs as much as the rest of a start. */
// biome-ignore lint/complexity/noExcessiveLinesPerFunction: one schema, a line for each key
export const programSchema = once(() => {
  const duty = z.union([
    line,
    z.strictObject({
      do: line,
      points: z.array(line).min(1).max(30).optional().describe('Points of it, for example an agenda.'),
      text: text.optional().describe('More about it, above the list.'),
      read: z.array(link).max(10).optional().describe('What to read for it.'),
      when,
    }),
  ]);

  const duties = z
    .strictObject({
      before_the_start: z.array(duty).optional(),
      first_week: z.array(duty).optional(),
      daily: z.array(duty).optional(),
      weekly: z.array(duty).optional(),
      as_needed: z.array(duty).optional(),
    })
    .describe(
      'Responsibilities by cadence. The first two become check-list issues, the others stand in the epic.',
    );

  const points = z.array(line).min(1).max(50);

  const parameter = z
    .strictObject({
      key: slug,
      title: line,
      note: line.optional().describe('What belongs there, and when it is chosen.'),
    })
    .describe(
      'Something that a cohort or an intern fills in; until then the epic says that it is to be chosen.',
    );

  const application = z.strictObject({
    key: slug.describe('What is written on the command line: intern, mentor, open-source-project.'),
    for: line.describe('Who applies, in words.'),
    by: z
      .enum(['person', 'project'])
      .default('person')
      .describe('Who is named as the applicant: a person by user name, or a project by path or web address.'),
    text: z.array(text).max(20).default([]),
    steps: points.optional().describe('Boxes to tick, in order.'),
    asks: z.array(line).max(20).default([]).describe('What the applicant writes down, a line for each.'),
    confidential: z.boolean().default(false).describe('Create the issue as confidential.'),
  });

  const role = z.strictObject({
    title: line.describe('Who fills the role, for example "Security Manager".'),
    note: line.optional(),
    responsibilities: duties,
  });

  const task = z
    .strictObject({
      key: slug,
      title,
      text: text.optional(),
      boxes: z.array(line).max(50).default([]).describe('Sub-tasks: boxes to tick.'),
      repeat: z
        .enum(EVERY)
        .optional()
        .describe('A box for each week, fortnight, month (four weeks) or working day, in place of `boxes`.'),
      owner,
      per,
      when,
      due: due.optional(),
      effort: z
        .int()
        .min(0)
        .max(1000)
        .optional()
        .describe('The weight of its issue, where GitLab has weights.'),
      confidential: z.boolean().default(false).describe('Create the issue as confidential.'),
    })
    .describe('Work that is in no score: an issue of its own.');

  const rotation = z.strictObject({
    area: slug.optional().describe('The functional area whose weeks these are.'),
    key: slug.optional().describe('Needed when there is no area.'),
    title: title.optional().describe('Needed when there is no area.'),
    description: text.optional(),
    weeks: z.int().min(1).max(52),
  });

  return z
    .strictObject({
      version: z.literal(1),
      extends: programName
        .optional()
        .describe('Another program, whose parts stand unless they are said again here.'),
      key: slug,
      title,
      aim: line.describe('What the program is for, in one sentence.'),
      source: z
        .strictObject({ title: line, url: url.optional() })
        .optional()
        .describe('The page it comes from.'),
      weeks: z.int().min(1).max(104).optional().describe('Length, for a program without rotations.'),
      areas: z
        .array(
          z.strictObject({
            key: slug,
            title,
            description: text.optional(),
            key_results: z.array(keyResult).max(20),
          }),
        )
        .max(30)
        .default([]),
      rotations: z
        .array(rotation)
        .max(60)
        .default([])
        .describe('In order; each begins where the one before ends.'),
      objectives: z
        .array(
          z.strictObject({
            key: slug,
            title,
            description: text.optional(),
            weight: weight.optional(),
            ambition: ambition.optional(),
            key_results: z.array(keyResult).min(1).max(20),
          }),
        )
        .max(20)
        .default([]),
      tasks: z.array(task).max(200).default([]),
      backlog: backlogSchema,
      mentions: z
        .enum(['show', 'notify'])
        .default('show')
        .describe('What `@name` does in texts: it is shown and notifies nobody, or notifies.'),
      areas_score: z
        .enum(['derived-only', 'own-objective'])
        .default('derived-only')
        .describe(
          'derived-only: area key results reach the program score only through derived key results. ' +
            'own-objective: the areas also count together as one more objective.',
        ),
      unscored: z
        .enum(['leave-out', 'zero'])
        .default('leave-out')
        .describe('What a key result that is to be defined counts in the mean of its objective or area.'),
      late: late.default('none'),
      expected: expected
        .default('when-due')
        .describe(
          'When key results that are done or not are expected: when-due, on their due date; linear, bit by bit until then.',
        ),
      bands: z
        .enum(['google', 'gitlab'])
        .default('google')
        .describe('How final scores read: google 0.4 and 0.7, gitlab 0.70 and 0.85.'),
      stale_after_days: z
        .int()
        .min(1)
        .max(365)
        .default(14)
        .describe('Without any activity for so long, nothing is called on track.'),
      templates: line
        .optional()
        .describe(
          'Folder of your own Handlebars templates, as a path that starts with ./ beside the program.',
        ),
      language: z
        .string()
        .default('en')
        .describe(
          'Language of what is written into GitLab: en, de, ja, fr, es, or a file of words beside the program, as a path that starts with ./.',
        ),
      target: z
        .strictObject({ role: line, level: slug })
        .optional()
        .describe(
          'The role and level that the program leads to: an installed role, or a path that starts with ./.',
        ),
      links: z
        .array(link)
        .max(50)
        .default([])
        .describe('What to read on; stands below the scorecard in each epic, written once.'),
      parameters: z.array(parameter).max(20).default([]),
      benefits: z
        .array(z.strictObject({ for: line, points }))
        .max(10)
        .default([])
        .describe('What each side gains; stands in the epic.'),
      applications: z
        .array(application)
        .max(10)
        .default([])
        .describe('What somebody does who wants to take part; `kickoff application` opens an issue of it.'),
      write_up: slug
        .optional()
        .describe('Key of the key result whose evidence is the write-up that the table of alumni links.'),
      background: z
        .array(
          z.strictObject({ title: line, text: z.array(line).max(50).default([]), points: points.optional() }),
        )
        .max(60)
        .default([])
        .describe('Kept for readers of this file, for example from a handbook page; not provisioned.'),
      roles: z
        .record(slug, role)
        .default({})
        .describe(
          'manager, mentor and intern, and roles of the program’s own, whose people the cohort names.',
        ),
    })
    .describe('A kickoff program template');
});

export type Program = z.infer<ReturnType<typeof programSchema>>;
export type Duty = NonNullable<Program['roles'][string]['responsibilities']['daily']>[number];
export type Task = Program['tasks'][number];
export type Application = Program['applications'][number];
