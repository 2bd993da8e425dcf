/**
 * The score as a value. Terminal, Markdown, HTML, the block in the epic, CSV, SVG and JSON are renderings of it.
 * `kickoff schema scorecard` prints this as JSON Schema.
 */
import * as z from 'zod';

/** Raised when the same events would score otherwise. 2: late is the work, not the closing; yes or no is expected when it is due. */
export const RULES = 2;

const day = z.string().describe('YYYY-MM-DD');
const score = z.number().min(0).max(1).nullable().describe('0 to 1; null when it is not scored.');
const share = z.number().min(0).max(1).describe('What the schedule expects by `judgedOn`, 0 to 1.');
const span = z.object({ start: day, end: day });

export const STANDINGS = [
  'open',
  'closed',
  'wont-do',
  'duplicate',
  'moved',
  'not-provisioned',
  'skipped',
] as const;

export const HEALTHS = ['not started', 'on track', 'needs attention', 'at risk', 'stale', 'done'] as const;
const health = z
  .enum(HEALTHS)
  .nullable()
  .describe(
    'Actual to expected: from 0.95 on track, from 0.75 needs attention, else at risk. Null without a score.',
  );

export const REMARKS = [
  'not-provisioned',
  'not-issued',
  'skipped',
  'moved',
  'duplicate',
  'wont-do',
  'wont-do-open',
  'promoted',
  'after-end',
  'closed-by-bot',
  'outcome-unclear',
  'value-unclear',
  'value-missing',
  'value-unused',
  'line-hidden',
  'confidence-unclear',
  'confidence-low',
  'closed-early',
  'closed-part',
  'closed-late',
  'due-moved',
  'overdue',
  'unexplained',
  'evidence-missing',
  'ticked-late',
  'worked-late',
  'ticks-differ',
  'crossed-out',
  'no-activity',
  'to-be-defined',
  'area-undefined',
  'ready-to-close',
  'closed-by-us',
  'overridden',
  'ambition',
] as const;
export type RemarkCode = (typeof REMARKS)[number];

const remark = z
  .object({
    code: z.enum(REMARKS),
    about: z.string(),
    message: z.string(),
    remedy: z.string().describe('What to do; empty when there is nothing to do.'),
    url: z.string().nullable(),
    confidential: z.boolean(),
  })
  .describe('Something that looks odd or is worth knowing.');

const explained = z
  .object({
    rule: z.string().describe('Name of the rule.'),
    source: z.string().describe('Where the rule comes from.'),
    inputs: z.array(z.object({ name: z.string(), value: z.string() })),
    arithmetic: z.string(),
  })
  .describe('Why the number is what it is.');

const keyResult = z.object({
  key: z.string(),
  title: z.string(),
  measure: z.enum(['done', 'count', 'metric', 'rubric', 'maintain', 'derived', 'to-be-defined']),
  weight: z.number(),
  ambition: z.enum(['committed', 'aspirational']),
  standing: z.enum(STANDINGS),
  score,
  computed: score.describe('The score before somebody set another one.'),
  override: z.object({ value: z.number(), reason: z.string(), by: z.string() }).nullable(),
  reached: z.object({ count: z.number(), of: z.number() }).nullable().describe('How many of how many.'),
  expected: share,
  health,
  confidence: z.number().min(0).max(1).nullable().describe('What people believe, from the Confidence line.'),
  start: day,
  due: day.nullable(),
  waitsFor: z.array(z.string()).describe('Titles of key results that come first and are still to be done.'),
  missedWeeks: z
    .array(z.string())
    .describe('Of pair work: names of the boxes whose time is over and that nobody ticked.'),
  carriedOver: z.boolean().describe('Its due date was moved in GitLab, and what is expected follows.'),
  closedOn: day.nullable().describe('Day of the closure that still stands.'),
  closedAt: z.string().nullable().describe('The same, as the server’s time.'),
  because: z.string().describe('Why the score is what it is, in a sentence.'),
  explained,
  evidence: z.string(),
  events: z
    .array(
      z.object({
        day: z.string().describe('YYYY-MM-DD in the cohort’s time zone; empty for the beginning.'),
        at: z.string().nullable().describe('ISO 8601, where it is known.'),
        by: z.string().nullable().describe('User name, where it is known.'),
        earliest: day
          .nullable()
          .describe('The first day on which it can have been; null where `day` is known.'),
        what: z.enum(['added', 'closed', 'reopened', 'ticks', 'value', 'due', 'outcome', 'skip', 'work']),
        to: z.string().describe('What it was from then on.'),
      }),
    )
    .describe(
      'What the score follows from, oldest first. Empty where nothing is known, or where it is confidential.',
    ),
  confidential: z.boolean(),
  url: z.string().nullable(),
});

const group = z.object({
  key: z.string(),
  title: z.string(),
  weight: z.number(),
  score: score.describe('Weighted mean of what is scored; null when nothing is.'),
  expected: share,
  health,
  explained,
  keyResults: z.array(keyResult),
});

const point = z.object({
  day,
  achieved: z.number().describe('Sum of weight times score over the key results.'),
  scope: z.number().describe('Sum of the weights of the key results that are scored.'),
  expected: z.number().describe('Sum of weight times expected share.'),
  score,
  objectives: z.array(score).describe('In the order of the objectives.'),
  objectivesExpected: z.array(z.number()),
});

const intern = z.object({
  key: z.string(),
  name: z.string(),
  username: z.string(),
  mentor: z.string(),
  span,
  left: day.nullable().describe('The last day of somebody who left early; everything counts until then.'),
  score,
  range: z
    .object({ low: z.number(), high: z.number() })
    .nullable()
    .describe('Of a past day: between which scores it was, where not all is known. Null else.'),
  expected: share,
  health,
  band: z
    .string()
    .nullable()
    .describe('How the final score reads in the program’s bands; null before the end.'),
  explained,
  objectives: z.array(group),
  areas: z.array(group.extend({ span: span.nullable(), mentor: z.string().nullable() })),
  rotations: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      span,
      mentor: z.string().nullable(),
      when: z.enum(['past', 'now', 'ahead']).describe('Seen from the working week that is on or comes next.'),
    }),
  ),
  burnUp: z
    .object({
      points: z.array(point),
      ahead: z
        .array(z.object({ day, expected: z.number() }))
        .describe('What is expected on the days to come.'),
    })
    .nullable()
    .describe(
      'By day, what had happened by then; where nobody knows the day, the last on which it can have been. Null without events.',
    ),
  changes: z
    .object({
      since: z.string().describe('When the block was last written, ISO 8601.'),
      on: day.describe('The same as a day in the cohort’s time zone.'),
      score: score.describe('The score that was written then.'),
      closed: z.array(z.string()).describe('Titles of key results that were closed since.'),
    })
    .nullable()
    .describe('What is new since the block in the epic was last written; null before it was.'),
  goalposts: z
    .array(z.object({ title: z.string(), change: z.string(), confidential: z.boolean() }))
    .describe('Targets and weights that are not what was agreed at kickoff.'),
  readiness: z
    .object({
      role: z.string(),
      level: z.string(),
      next: z.array(z.string()).describe('Titles that the ladder leads to from there.'),
      asked: z.array(
        z.object({
          key: z.string(),
          text: z.string(),
          kind: z.enum(['skill', 'duty', 'trait', 'years']),
          state: z
            .enum(['shown', 'under way', 'nothing yet'])
            .describe('shown: a key result that gives evidence is achieved and closed.'),
          evidence: z.array(
            z.object({
              title: z.string(),
              text: z.string(),
              url: z.string().nullable(),
              achieved: z.boolean(),
              confidential: z.boolean(),
            }),
          ),
        }),
      ),
    })
    .nullable()
    .describe(
      'What the target role asks for, and what there is to show. Null when the program names no role.',
    ),
  remarks: z.array(remark),
  url: z.string().nullable(),
});

export const scorecardSchema = z
  .object({
    schemaVersion: z.literal(2),
    rules: z.literal(RULES).describe('Version of the rules of scoring that made it.'),
    program: z.string(),
    cohort: z.string(),
    project: z.string(),
    readAt: z.string().describe('The server’s time of the reading, ISO 8601.'),
    today: day.describe('The same moment in the cohort’s time zone.'),
    asOf: day.nullable().describe('The past day that is shown, to its end; null for now.'),
    judgedOn: day.describe('The Friday of the last whole working week: what is expected counts until then.'),
    bands: z.object({ preset: z.string(), low: z.number(), high: z.number() }),
    interns: z.array(intern),
    notices: z.array(z.string()).describe('What the reader should know about the reading itself.'),
    unseen: z.array(z.string()).describe('What the token could not see, for example epics and events.'),
  })
  .describe('A kickoff scorecard');

export type Scorecard = z.infer<typeof scorecardSchema>;
export type InternCard = Scorecard['interns'][number];
export type GroupCard = InternCard['objectives'][number];
export type AreaCard = InternCard['areas'][number];
export type KeyResultCard = GroupCard['keyResults'][number];
export type Remark = InternCard['remarks'][number];
export type BurnUp = NonNullable<InternCard['burnUp']>;
export type Standing = KeyResultCard['standing'];
export type Readiness = NonNullable<InternCard['readiness']>;
export type Health = KeyResultCard['health'];
export type Explained = KeyResultCard['explained'];
