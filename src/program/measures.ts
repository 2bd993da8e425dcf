/** How a key result may be measured, and what ambition and lateness mean. */
import * as z from 'zod';
import { fullPath, line, slug } from './basics.ts';

const done = z
  .strictObject({ kind: z.literal('done') })
  .describe('Closed as achieved scores 1, open scores 0.');

const counted = z
  .strictObject({
    what: z.enum(['issues', 'merge-requests']),
    project: fullPath.optional().describe('Where they are; the cohort’s project when absent.'),
    project_from: slug
      .optional()
      .describe(
        'Or a parameter of the program whose `project` says where; nothing is counted until it is chosen.',
      ),
    label: line.optional().describe('A label that they carry.'),
    author: line
      .default('intern')
      .describe(
        'intern, mentor or manager, a user name, or anyone: then everybody’s work counts for every intern.',
      ),
    state: z
      .enum(['opened', 'closed', 'merged', 'all'])
      .optional()
      .describe('Which of them count: merged for merge requests and closed for issues unless told.'),
  })
  .superRefine((work, context) => {
    if (work.project !== undefined && work.project_from !== undefined)
      context.addIssue({ code: 'custom', path: ['project_from'], message: 'does not go with project' });
    if (work.label === undefined && work.author === 'anyone')
      context.addIssue({ code: 'custom', message: 'needs a label or an author; everything would count' });
    if (work.what === 'issues' && work.state === 'merged')
      context.addIssue({
        code: 'custom',
        path: ['state'],
        message: 'is for merge requests; issues are closed',
      });
  })
  .describe('Work that exists in GitLab and is counted from the intern’s first day on.');

const count = z
  .strictObject({
    kind: z.literal('count'),
    target: z.int().min(1).max(100).optional().describe('How many. Not needed with `one_per: area`.'),
    unit: line.optional().describe('What is counted, singular; names the boxes: `Report 1`, `Report 2`, …'),
    boxes: z.array(line).min(1).max(100).optional().describe('A name for every box.'),
    one_per: z.literal('area').optional().describe('One named box for every functional area.'),
    of: counted.optional().describe('Count these instead of ticked boxes.'),
  })
  .superRefine((measure, context) => {
    const ways = [measure.target, measure.boxes, measure.one_per].filter((each) => each !== undefined).length;
    if (ways !== 1) {
      context.addIssue({ code: 'custom', message: 'needs exactly one of target, boxes and one_per' });
    } else if (measure.of && measure.target === undefined) {
      context.addIssue({
        code: 'custom',
        path: ['of'],
        message: 'goes with a target; there is nothing to tick',
      });
    }
  })
  .describe(
    'Ticked boxes of the issue’s own check-list, k of n; people tick, nothing is inferred. Or work that exists.',
  );

const metric = z
  .strictObject({
    kind: z.literal('metric'),
    baseline: z.number().optional().describe('The value at kickoff, which scores 0.'),
    target: z.number().describe('The value that scores 1; below the baseline where less is better.'),
    at_least: z.literal(true).optional().describe('In place of a baseline: 1 from the target on, else 0.'),
    at_most: z.literal(true).optional().describe('In place of a baseline: 1 up to the target, else 0.'),
    unit: line.optional().describe('For example `%` or `minutes`; people may write it behind the number.'),
  })
  .superRefine(({ baseline, target, at_least, at_most }, context) => {
    const ways = [baseline, at_least, at_most].filter((each) => each !== undefined).length;
    if (ways !== 1)
      context.addIssue({ code: 'custom', message: 'needs exactly one of baseline, at_least and at_most' });
    if (baseline === target)
      context.addIssue({
        code: 'custom',
        path: ['target'],
        message:
          'is the baseline, so that no value between them could be scored; use done, or another target',
      });
  })
  .describe(
    'The number on the issue’s Value line, on the way from baseline to target, or beyond a bound or not.',
  );

const rubric = z
  .strictObject({
    kind: z.literal('rubric'),
    steps: z
      .array(z.strictObject({ name: line, score: z.number().gt(0).max(1) }))
      .min(2)
      .max(20),
  })
  .superRefine(({ steps }, context) => {
    steps.forEach((step, at) => {
      const before = steps[at - 1];
      if (before && step.score <= before.score)
        context.addIssue({
          code: 'custom',
          path: ['steps', at, 'score'],
          message: 'must be higher than the score of the step before',
        });
      if (steps.some((other, index) => index < at && other.name.toLowerCase() === step.name.toLowerCase()))
        context.addIssue({
          code: 'custom',
          path: ['steps', at, 'name'],
          message: 'is the name of two steps',
        });
    });
    if (steps.at(-1)?.score !== 1)
      context.addIssue({
        code: 'custom',
        path: ['steps', steps.length - 1, 'score'],
        message: 'must be 1: the last step is the whole',
      });
  })
  .describe(
    'Named steps, each with its score; the highest one that is ticked, or named on the Value line, counts.',
  );

export const EVERY = ['week', 'two-weeks', 'fortnight', 'month', 'working-day'] as const;

const maintain = z
  .strictObject({
    kind: z.literal('maintain'),
    every: z
      .enum(EVERY)
      .optional()
      .describe('One check for each of its weeks, fortnights, months (four weeks) or working days.'),
    checks: z.int().min(1).max(104).optional().describe('Or so many checks.'),
    unit: line.optional().describe('What is checked, for example `pair work session`.'),
    at_least: z
      .number()
      .gt(0)
      .max(1)
      .default(1)
      .describe('The share of the checks that is as good as all: 0.8 forgives one in five.'),
  })
  .superRefine((measure, context) => {
    if ((measure.every === undefined) === (measure.checks === undefined))
      context.addIssue({ code: 'custom', message: 'needs either every or checks' });
  })
  .describe('Something to keep up: the share of its checks that is ticked.');

const derived = z
  .strictObject({
    kind: z.literal('derived'),
    from: z
      .enum(['areas', 'rotations', 'key-results'])
      .describe('What is looked at: every functional area, every rotation, or the key results in `of`.'),
    of: z.array(slug).min(1).max(50).optional().describe('Keys of the key results that are looked at.'),
    at_least: z
      .int()
      .min(1)
      .default(1)
      .describe('areas: so many key results must reach `score`. rotations: weeks that one must have lasted.'),
    score: z.number().min(0).max(1).default(1).describe('The score that such a key result must reach.'),
  })
  .superRefine((measure, context) => {
    if ((measure.from === 'key-results') !== (measure.of !== undefined))
      context.addIssue({
        code: 'custom',
        path: ['of'],
        message: 'goes with `from: key-results`, and only with it',
      });
  })
  .describe('The share of what is looked at that satisfies the rule. Nobody ticks anything.');

const toBeDefined = z
  .strictObject({ kind: z.literal('to-be-defined') })
  .describe('Not scored until a cohort defines it; said everywhere.');

export const measureSchema = z
  .discriminatedUnion('kind', [done, count, metric, rubric, maintain, derived, toBeDefined], {
    error: (issue) =>
      issue.code === 'invalid_union'
        ? 'needs a kind: done, count, metric, rubric, maintain, derived or to-be-defined'
        : undefined,
  })
  .describe('How the key result is scored.');

export const ambition = z
  .enum(['committed', 'aspirational'])
  .describe(
    'committed: 1.0 is expected, and less wants a word. aspirational: 0.7 on average is what to hope for.',
  );

export const late = z
  .union(
    [z.literal('none'), z.literal('zero'), z.strictObject({ decay_per_week: z.number().gt(0).max(1) })],
    {
      error: 'must be none, zero, or decay_per_week with a number like 0.1',
    },
  )
  .describe(
    'What work after the due date costs: nothing, everything, or a share for each week begun; for what is closed or not, the closure that still stands. In the time zone of the cohort.',
  );

export type Measure = z.infer<typeof measureSchema>;
export type Late = z.infer<typeof late>;
export type Ambition = z.infer<typeof ambition>;

/** When what is done or not is expected. */
export const expected = z.enum(['when-due', 'linear']);
