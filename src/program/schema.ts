/**
 * What may stand in a program template and in a cohort file. Strict: an unknown key is an error, so that a typo is
 * never silently nothing. `kickoff schema` prints these as JSON Schema for editors.
 */
import { z } from 'zod';

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

const title = line
  .pipe(z.string().max(180))
  .describe('One line; becomes the title of an issue or a milestone.');
export const url = z.url({ protocol: /^https?$/, error: 'must be a web address that starts with https://' });
const weight = z
  .number()
  .positive('must be more than 0')
  .max(1000)
  .describe('Counts in the weighted mean; 1 when absent.');
export const username = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]*$/, 'must be a GitLab user name, without the @')
  .describe('GitLab user name, without the @.');

/**
 * A calendar day. YAML keeps it as text (core schema); a day that does not exist is refused here, because GitLab
 * would store it as "no date" and answer 201 (facts §3.2).
 */
const day = z
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

const timeZone = z
  .string()
  .refine((value) => {
    try {
      return new Intl.DateTimeFormat('en', { timeZone: value }) !== null;
    } catch {
      return false;
    }
  }, 'is not a time zone; write one like Europe/Berlin or UTC')
  .describe('IANA time zone in which days begin and end, for example Europe/Berlin.');

// ---- measures -------------------------------------------------------------------------------------------------

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
    baseline: z.number().describe('The value at kickoff, which scores 0.'),
    target: z.number().describe('The value that scores 1; below the baseline where less is better.'),
    unit: line.optional().describe('For example `%` or `minutes`; people may write it behind the number.'),
  })
  .superRefine(({ baseline, target }, context) => {
    if (baseline === target)
      context.addIssue({
        code: 'custom',
        path: ['target'],
        message:
          'is the baseline, so that no value between them could be scored; use done, or another target',
      });
  })
  .describe('The number on the issue’s Value line, on the way from baseline to target.');

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

const maintain = z
  .strictObject({
    kind: z.literal('maintain'),
    every: z.literal('week').optional().describe('One check for each of its weeks.'),
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

const ambition = z
  .enum(['committed', 'aspirational'])
  .describe(
    'committed: 1.0 is expected, and less wants a word. aspirational: 0.7 on average is what to hope for.',
  );

const late = z
  .union(
    [z.literal('none'), z.literal('zero'), z.strictObject({ decay_per_week: z.number().gt(0).max(1) })],
    {
      error: 'must be none, zero, or decay_per_week with a number like 0.1',
    },
  )
  .describe(
    'What closing after the due date costs: nothing, everything, or a share for each week begun. The closure that still stands counts, in the time zone of the cohort.',
  );

// ---- program --------------------------------------------------------------------------------------------------

const keyResult = z.strictObject({
  key: slug,
  title,
  description: line.optional(),
  measure: measureSchema,
  weight: weight.optional(),
  ambition: ambition.optional().describe('committed or aspirational; as its objective unless told.'),
  late: late.optional().describe('Another late rule than the program’s.'),
  owner: z
    .enum(['intern', 'mentor', 'manager', 'area-mentor', 'area-manager'])
    .default('intern')
    .describe('The role whose person the issue is assigned to.'),
  evidence: line.optional().describe('What counts as evidence; shown above the Evidence line.'),
  shows: z
    .array(slug)
    .max(20)
    .default([])
    .describe(
      'Keys of what the target role asks for, for which this is evidence once it is achieved and closed.',
    ),
  confidential: z.boolean().default(false).describe('Create the issue as confidential.'),
});

const duty = z.union([
  line,
  z.strictObject({
    do: line,
    points: z.array(line).min(1).max(30).describe('Points of it, for example an agenda.'),
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

const parameterValue = z
  .strictObject({
    text: line.optional(),
    url: url.optional(),
    project: fullPath.optional().describe('Full path of a GitLab project whose work is counted.'),
  })
  .refine(({ text, url: link, project }) => text ?? link ?? project, 'needs text, url or project');

const application = z.strictObject({
  key: slug.describe('What is written on the command line: intern, mentor, open-source-project.'),
  for: line.describe('Who applies, in words.'),
  by: z
    .enum(['person', 'project'])
    .default('person')
    .describe('Who is named as the applicant: a person by user name, or a project by path or web address.'),
  text: z.array(line).max(20).default([]),
  steps: points.optional().describe('Boxes to tick, in order.'),
  asks: z.array(line).max(20).default([]).describe('What the applicant writes down, a line for each.'),
  confidential: z.boolean().default(false).describe('Create the issue as confidential.'),
});

const role = z.strictObject({
  title: line.describe('Who fills the role, for example "Security Manager".'),
  note: line.optional(),
  responsibilities: duties,
});

const rotation = z.strictObject({
  area: slug.optional().describe('The functional area whose weeks these are.'),
  key: slug.optional().describe('Needed when there is no area.'),
  title: title.optional().describe('Needed when there is no area.'),
  description: line.optional(),
  weeks: z.int().min(1).max(52),
});

export const programSchema = z
  .strictObject({
    version: z.literal(1),
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
          description: line.optional(),
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
          description: line.optional(),
          weight: weight.optional(),
          ambition: ambition.optional(),
          key_results: z.array(keyResult).min(1).max(20),
        }),
      )
      .min(1)
      .max(20),
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
      .describe('Folder of your own Handlebars templates, as a path that starts with ./ beside the program.'),
    target: z
      .strictObject({ role: line, level: slug })
      .optional()
      .describe(
        'The role and level that the program leads to: an installed role, or a path that starts with ./.',
      ),
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
    roles: z.strictObject({ manager: role, mentor: role, intern: role }).partial().default({}),
  })
  .describe('A kickoff program template');

// ---- where it lives -------------------------------------------------------------------------------------------

export const programName = line.describe(
  'Name of an installed program template, or a path that starts with ./ or ../ to one of yours.',
);

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

// ---- cohort ---------------------------------------------------------------------------------------------------

const goal = z.strictObject({ key: slug, title, description: line.optional() });

const override = z
  .strictObject({
    key_result: slug.optional().describe('Key of the key result that the override is about.'),
    define: z
      .strictObject({ title: title.optional(), description: line.optional(), measure: measureSchema })
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
    add: keyResult
      .extend({ area: slug.optional(), objective: slug.optional() })
      .optional()
      .describe('One more key result, in an area or an objective.'),
  })
  .superRefine((each, context) => {
    const acts = (['define', 'skip', 'retitle', 'count', 'score', 'add'] as const).filter(
      (act) => each[act] !== undefined,
    );
    if (acts.length !== 1) {
      context.addIssue({
        code: 'custom',
        message: 'needs exactly one of define, skip, retitle, count, score and add',
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
    people: z.strictObject({ manager: username, mentor: username.describe('Primary mentor.') }),
    areas: z
      .record(slug, z.strictObject({ mentor: username.optional(), manager: username.optional() }))
      .default({})
      .describe('Per functional area the mentor of its rotation and the team manager.'),
    interns: z
      .array(
        z.strictObject({
          username,
          name: line.optional(),
          mentor: username.optional().describe('Another primary mentor for this intern.'),
          first_day: day.optional().describe('Another first day for this intern.'),
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
      .array(z.strictObject({ title: line, url }))
      .max(50)
      .default([]),
    overrides: z.array(override).max(50).default([]).describe('Changes for everyone in the cohort.'),
    close_derived: z
      .boolean()
      .default(false)
      .describe('Close derived key results three working days after their rule is satisfied.'),
  })
  .describe('A kickoff cohort file');

export type Measure = z.infer<typeof measureSchema>;
export type Late = z.infer<typeof late>;
export type Ambition = z.infer<typeof ambition>;
export type Program = z.infer<typeof programSchema>;
export type Cohort = z.infer<typeof cohortSchema>;
export type KeyResult = z.infer<typeof keyResult>;
export type Override = z.infer<typeof override>;
export type Intern = Cohort['interns'][number];
export type Duty = z.infer<typeof duty>;
export type Application = z.infer<typeof application>;

/** JSON Schema (draft 2020-12) for editors. */
export function jsonSchema(which: 'program' | 'cohort'): unknown {
  return z.toJSONSchema(which === 'program' ? programSchema : cohortSchema, { io: 'input' });
}
