/** One key result scored by itself: a measure, an issue as GitLab would have it, and a moment. */

import { seedWorksheet } from '../../src/issues/worksheet.ts';
import { englishWords } from '../../src/library/renders.ts';
import { dayIn } from '../../src/model/dates.ts';
import type { Closure, LiveIssue, LiveWork } from '../../src/model/resource.ts';
import { cohortSchema } from '../../src/program/cohort-schema.ts';
import { enrol } from '../../src/program/enrol.ts';
import type { Enrolment } from '../../src/program/enrolment.ts';
import { programSchema } from '../../src/program/program-schema.ts';
import { printBlock } from '../../src/record/managed-block.ts';
import { workKey } from '../../src/scorecard/rules/facts.ts';
import type { ScoreInput } from '../../src/scorecard/rules/input.ts';
import { score } from '../../src/scorecard/rules/score.ts';
import type { InternCard, KeyResultCard } from '../../src/scorecard/scorecard.ts';

export interface IssueLike {
  /** Which boxes are ticked, by number from 1; or how many. */
  ticked?: number | number[];
  closed?: string;
  /** Lines, for example `Value: 3`. */
  lines?: Partial<Record<'Evidence' | 'Value' | 'Confidence' | 'Outcome', string>>;
  labels?: string[];
  due?: string | null;
  movedTo?: number;
  closedAsDuplicateOf?: number | 'elsewhere';
  /** Changes the description after it was made. */
  edit?: (text: string) => string;
  confidential?: boolean;
  updated?: string;
  created?: string;
}

export interface World {
  /** Time of the reading, ISO. */
  now?: string;
  at?: string | null;
  timeZone?: string;
  closures?: Closure[] | null;
  work?: LiveWork[];
  elsewhere?: LiveIssue[];
  byNumber?: LiveIssue[];
}

/** Four weeks from Monday, 1 March 2027, with two rotations of two weeks; one objective and two areas. */
export const PROGRAM = {
  version: 1,
  key: 'test',
  title: 'Test',
  aim: 'To be tested.',
  rotations: [
    { area: 'one', weeks: 2 },
    { area: 'two', weeks: 2 },
  ],
  areas: [
    { key: 'one', title: 'One', key_results: [{ key: 'a', title: 'A', measure: { kind: 'done' } }] },
    { key: 'two', title: 'Two', key_results: [{ key: 'b', title: 'B', measure: { kind: 'done' } }] },
  ],
} as const;

const ENGLISH = englishWords();

export function enrolmentOf(
  results: object[],
  program: object = {},
  cohort: object = {},
  timeZone = 'UTC',
): Enrolment {
  const template = programSchema().parse({
    ...PROGRAM,
    objectives: [{ key: 'goal', title: 'Goal', key_results: results }],
    ...program,
  });
  const who = cohortSchema.parse({
    version: 1,
    program: 'test',
    cohort: 'spring',
    first_day: '2027-03-01',
    time_zone: timeZone,
    gitlab: { group: 'team', project: 'team/internship' },
    people: { manager: 'maya', mentor: 'sam' },
    interns: [{ username: 'robin' }],
    ...cohort,
  });
  const enrolment = enrol(template, who, ENGLISH)[0];
  if (!enrolment) throw new Error('nobody is enrolled');
  return enrolment;
}

export function issueFor(enrolment: Enrolment, key: string, like: IssueLike = {}): LiveIssue {
  const at = enrolment.keyResults.findIndex((each) => each.key === key);
  const result = enrolment.keyResults[at];
  if (!result) throw new Error(`no key result ${key}`);
  const ticked = Array.isArray(like.ticked)
    ? like.ticked
    : Array.from({ length: like.ticked ?? 0 }, (_, index) => index + 1);
  let box = 0;
  let description = [
    printBlock(result.issue, 'text', result.boxes.length > 0 ? { boxes: String(result.boxes.length) } : {}),
    seedWorksheet(result.issue, result.boxes),
  ].join('\n\n');
  description = description.replace(/- \[ \]/g, (text) => {
    box += 1;
    return ticked.includes(box) ? '- [x]' : text;
  });
  for (const [line, value] of Object.entries(like.lines ?? {}))
    description = description.replace(`- ${line}:`, () => `- ${line}: ${value}`);
  description = like.edit?.(description) ?? description;
  return {
    kind: 'issue',
    id: 1000 + at,
    iid: at + 1,
    projectId: 12,
    url: `https://gitlab.test/team/internship/-/issues/${at + 1}`,
    title: result.title,
    description,
    state: like.closed === undefined ? 'opened' : 'closed',
    closedAt: like.closed ?? null,
    closedBy: like.closed === undefined ? null : 'robin',
    labels: like.labels ?? [],
    milestone: null,
    milestoneId: null,
    dueDate: like.due === undefined ? result.span.end : like.due,
    assignees: [],
    confidential: like.confidential ?? false,
    movedTo: like.movedTo ?? null,
    closedAsDuplicateOf: like.closedAsDuplicateOf ?? null,
    epic: { id: 1, iid: 1, groupId: 33 },
    author: 'robot',
    notes: 0,
    tasks: { count: box, completed: 100 },
    createdAt: like.created ?? '2027-02-22T09:00:00Z',
    updatedAt: like.updated ?? like.closed ?? '2027-02-22T09:00:00Z',
  };
}

export function inputOf(
  enrolment: Enrolment,
  issues: Record<string, LiveIssue>,
  world: World = {},
): ScoreInput {
  const matched: ScoreInput['matched'] = new Map();
  for (const result of enrolment.keyResults) {
    const issue = issues[result.key];
    if (issue) matched.set(result.issue, issue);
  }
  matched.set(enrolment.epic, {
    kind: 'epic',
    id: 1,
    iid: 1,
    groupId: 33,
    url: 'https://gitlab.test/groups/team/-/epics/1',
    title: 'Test',
    description: '',
    state: 'opened',
    labels: [],
    startDate: null,
    dueDate: null,
    author: 'robot',
    createdAt: '2027-02-22T09:00:00Z',
    updatedAt: '2027-02-22T09:00:00Z',
  });
  const timeZone = world.timeZone ?? 'UTC';
  const counted = enrolment.keyResults.flatMap((result) => (result.counted ? [workKey(result.counted)] : []));
  return {
    program: 'Test',
    cohortTitle: 'Spring',
    project: 'team/internship',
    now: new Date(world.now ?? '2027-03-10T09:00:00Z'),
    dayOf: (moment) => dayIn(timeZone, moment),
    at: world.at ?? null,
    enrolments: [enrolment],
    matched,
    elsewhere: new Map((world.elsewhere ?? []).map((each) => [each.id, each])),
    byNumber: new Map((world.byNumber ?? Object.values(issues)).map((each) => [each.iid, each])),
    closures: world.closures ?? null,
    work: new Map(counted.map((key) => [key, world.work ?? null])),
    states: new Map(),
    leftOut: new Map(),
    notes: new Map(),
    selfId: null,
    tokenExpiresAt: null,
    issuesOnly: false,
    unseen: [],
  };
}

export function internOf(
  enrolment: Enrolment,
  issues: Record<string, LiveIssue>,
  world: World = {},
): InternCard {
  const found = score(inputOf(enrolment, issues, world)).interns[0];
  if (!found) throw new Error('nobody is scored');
  return found;
}

export function resultOf(intern: InternCard, key: string): KeyResultCard {
  const found = [...intern.objectives, ...intern.areas]
    .flatMap(({ keyResults }) => keyResults)
    .find((each) => each.key === key);
  if (!found) throw new Error(`no key result ${key}`);
  return found;
}
