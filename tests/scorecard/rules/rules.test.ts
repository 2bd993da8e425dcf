/** Every rule of scoring, worked by hand: one line, one case, with the name of the rule and where it comes from. */
import { expect, test } from 'vitest';
import type { LiveWork } from '../../../src/model/resource.ts';
import {
  enrolmentOf,
  type IssueLike,
  internOf,
  issueFor,
  resultOf,
  type World,
} from '../../support/scoring.ts';

const done = { kind: 'done' };
const five = { kind: 'count', target: 5, unit: 'report' };
const down = { kind: 'metric', baseline: 40, target: 10, unit: 'minutes' };
const up = { kind: 'metric', baseline: 0, target: 100, unit: '%' };
const decimals = { kind: 'metric', baseline: 1.5, target: 2.5 };
const negative = { kind: 'metric', baseline: -10, target: 10 };
const rubric = {
  kind: 'rubric',
  steps: [
    { name: 'Outline', score: 0.2 },
    { name: 'Draft', score: 0.4 },
    { name: 'Reviewed', score: 0.6 },
    { name: 'Published', score: 1 },
  ],
};
const weekly = { kind: 'maintain', every: 'week', unit: 'pair work' };
const forgiving = { kind: 'maintain', checks: 10, at_least: 0.8 };
const patches = { kind: 'count', target: 4, of: { what: 'merge-requests', author: 'intern' } };
const chats = { kind: 'count', target: 2, of: { what: 'issues', label: 'coffee chat', author: 'anyone' } };

const CLOSED = '2027-03-09T12:00:00Z';
const GOOGLE = /re:Work/;
const GITLAB = /GitLab handbook/;
const OPEN_OKR = /open-okr/;

function work(count: number, more: Partial<LiveWork> = {}): LiveWork[] {
  return Array.from({ length: count }, (_, index) => ({
    title: `Patch ${index}`,
    description: '',
    url: 'https://gitlab.test/x',
    author: 'robin',
    labels: ['coffee chat'],
    state: 'merged',
    createdAt: '2027-03-02T10:00:00Z',
    endedAt: '2027-03-03T10:00:00Z',
    isCanceled: false,
    ours: false,
    ...more,
  }));
}

type Case = [
  what: string,
  measure: object,
  issue: IssueLike,
  score: number | null,
  rule: string,
  source: RegExp,
  more?: { result?: object; program?: object; cohort?: object; world?: World },
];

const cases: Case[] = [
  // done
  ['done, open', done, {}, 0, 'done or not', GOOGLE],
  ['done, closed', done, { closed: CLOSED }, 1, 'done or not', GOOGLE],
  [
    'done, closed with the outcome done',
    done,
    { closed: CLOSED, lines: { Outcome: 'done' } },
    1,
    'done or not',
    GOOGLE,
  ],
  [
    'done, closed, outcome not understood: the closure counts',
    done,
    { closed: CLOSED, lines: { Outcome: 'we shall see' } },
    1,
    'done or not',
    GOOGLE,
  ],
  [
    'done, open, outcome done: the closure is missing',
    done,
    { lines: { Outcome: 'done' } },
    0,
    'done or not',
    GOOGLE,
  ],
  // won't do
  [
    "closed as won't do by its line",
    done,
    { closed: CLOSED, lines: { Outcome: "won't do: no call" } },
    0,
    "won't do",
    GITLAB,
  ],
  [
    "closed as won't do by its label",
    done,
    { closed: CLOSED, labels: ['outcome::wont-do'] },
    0,
    "won't do",
    GITLAB,
  ],
  ["won't do, but open: counts as open", done, { lines: { Outcome: "won't do" } }, 0, 'done or not', GOOGLE],
  [
    "won't do with every box ticked is still 0",
    five,
    { ticked: 5, closed: CLOSED, lines: { Outcome: 'cancelled' } },
    0,
    "won't do",
    GITLAB,
  ],
  [
    'an achievement that begins like a cancellation',
    done,
    { closed: CLOSED, lines: { Outcome: 'Cancelled subscriptions are found now' } },
    1,
    'done or not',
    GOOGLE,
  ],
  // count of ticks
  ['nothing ticked', five, {}, 0, 'count of ticks', GOOGLE],
  ['3 of 5 ticked, open', five, { ticked: 3 }, 0.6, 'count of ticks', GOOGLE],
  [
    '3 of 5 ticked and closed keeps 3 of 5',
    five,
    { ticked: 3, closed: CLOSED },
    0.6,
    'count of ticks',
    GOOGLE,
  ],
  ['5 of 5 ticked, not closed', five, { ticked: 5 }, 1, 'count of ticks', GOOGLE],
  ['closed with nothing ticked', five, { closed: CLOSED }, 0, 'count of ticks', GOOGLE],
  [
    'a box that people added does not count',
    five,
    {
      ticked: 2,
      edit: (text) => text.replace('<!-- kickoff:boxes-end -->', '- [x] mine\n<!-- kickoff:boxes-end -->'),
    },
    0.4,
    'count of ticks',
    GOOGLE,
  ],
  [
    'boxes elsewhere do not count',
    five,
    { ticked: 2, edit: (text) => `- [x] mine\n\n${text}\n\n- [x] mine too` },
    0.4,
    'count of ticks',
    GOOGLE,
  ],
  [
    'a box that was written over counts',
    five,
    { ticked: 2, edit: (text) => text.replace('[x] Report 1', '[x] https://example.test/1') },
    0.4,
    'count of ticks',
    GOOGLE,
  ],
  [
    'a box that was taken out cannot be ticked',
    five,
    { ticked: 5, edit: (text) => text.replace('- [x] Report 5\n', '') },
    0.8,
    'count of ticks',
    GOOGLE,
  ],
  ['one per area', { kind: 'count', one_per: 'area' }, { ticked: 1 }, 0.5, 'count of ticks', GOOGLE],
  ['named boxes', { kind: 'count', boxes: ['x', 'y', 'z'] }, { ticked: 2 }, 2 / 3, 'count of ticks', GOOGLE],
  // count of work
  ['3 of 4 merge requests', patches, {}, 0.75, 'count of work', GOOGLE, { world: { work: work(3) } }],
  ['more than the target ends at 1', patches, {}, 1, 'count of work', GOOGLE, { world: { work: work(7) } }],
  ['no work yet', patches, {}, 0, 'count of work', GOOGLE, { world: { work: [] } }],
  [
    'work of somebody else',
    patches,
    {},
    0,
    'count of work',
    GOOGLE,
    { world: { work: work(3, { author: 'sam' }) } },
  ],
  [
    'a user name in other letters',
    patches,
    {},
    0.5,
    'count of work',
    GOOGLE,
    { world: { work: work(2, { author: 'Robin' }) } },
  ],
  [
    'work from before the first day',
    patches,
    {},
    0,
    'count of work',
    GOOGLE,
    { world: { work: work(3, { createdAt: '2027-02-26T23:00:00Z' }) } },
  ],
  [
    'our own issues are no work',
    chats,
    {},
    0,
    'count of work',
    GOOGLE,
    { world: { work: work(2, { ours: true }) } },
  ],
  [
    'issues with a label, whoever wrote them',
    chats,
    {},
    1,
    'count of work',
    GOOGLE,
    { world: { work: work(2, { author: 'sam', state: 'closed' }) } },
  ],
  ['work that cannot be read has no score', patches, {}, null, 'count of work', GOOGLE],
  // metric
  ['no value yet is the baseline', down, {}, 0, 'metric from baseline to target', OPEN_OKR],
  ['down: 25 of 40 to 10', down, { lines: { Value: '25' } }, 0.5, 'metric from baseline to target', OPEN_OKR],
  ['down: reached', down, { lines: { Value: '10 minutes' } }, 1, 'metric from baseline to target', OPEN_OKR],
  ['down: overshot', down, { lines: { Value: '4' } }, 1, 'metric from baseline to target', OPEN_OKR],
  [
    'down: worse than the baseline',
    down,
    { lines: { Value: '55' } },
    0,
    'metric from baseline to target',
    OPEN_OKR,
  ],
  ['up: 70 %', up, { lines: { Value: '70 %' } }, 0.7, 'metric from baseline to target', OPEN_OKR],
  [
    'up, closed at 70 % keeps 0.7',
    up,
    { closed: CLOSED, lines: { Value: '70%' } },
    0.7,
    'metric from baseline to target',
    OPEN_OKR,
  ],
  ['decimals', decimals, { lines: { Value: '1.75' } }, 0.25, 'metric from baseline to target', OPEN_OKR],
  ['through zero', negative, { lines: { Value: '0' } }, 0.5, 'metric from baseline to target', OPEN_OKR],
  [
    'a negative value',
    negative,
    { lines: { Value: '-5' } },
    0.25,
    'metric from baseline to target',
    OPEN_OKR,
  ],
  [
    'a decimal comma is not guessed',
    up,
    { lines: { Value: '7,5' } },
    0,
    'metric from baseline to target',
    OPEN_OKR,
  ],
  [
    'words are not guessed',
    up,
    { lines: { Value: 'about seventy' } },
    0,
    'metric from baseline to target',
    OPEN_OKR,
  ],
  [
    'a remark behind the value',
    up,
    { lines: { Value: '40 (measured on Monday)' } },
    0.4,
    'metric from baseline to target',
    OPEN_OKR,
  ],
  // rubric
  ['no step', rubric, {}, 0, 'rubric', GITLAB],
  ['the first step', rubric, { ticked: [1] }, 0.2, 'rubric', GITLAB],
  ['the highest ticked step counts, whatever is below', rubric, { ticked: [1, 3] }, 0.6, 'rubric', GITLAB],
  ['the last step', rubric, { ticked: [4] }, 1, 'rubric', GITLAB],
  ['a step named on the Value line', rubric, { lines: { Value: 'draft' } }, 0.4, 'rubric', GITLAB],
  [
    'tick and line: the higher one',
    rubric,
    { ticked: [1], lines: { Value: 'Reviewed' } },
    0.6,
    'rubric',
    GITLAB,
  ],
  ['closed at a step keeps it', rubric, { ticked: [2], closed: CLOSED }, 0.4, 'rubric', GITLAB],
  // maintain
  ['3 of 4 weeks', weekly, { ticked: 3 }, 0.75, 'maintain', OPEN_OKR],
  ['every week', weekly, { ticked: 4 }, 1, 'maintain', OPEN_OKR],
  ['8 of 10 where 0.8 is enough', forgiving, { ticked: 8 }, 1, 'maintain', OPEN_OKR],
  ['4 of 10 where 0.8 is enough', forgiving, { ticked: 4 }, 0.5, 'maintain', OPEN_OKR],
  // to be defined
  ['to be defined, open', { kind: 'to-be-defined' }, {}, null, 'to be defined', OPEN_OKR],
  ['to be defined, closed', { kind: 'to-be-defined' }, { closed: CLOSED }, null, 'to be defined', OPEN_OKR],
  // late
  ['late, and the rule is none', done, { closed: CLOSED, due: '2027-03-01' }, 1, 'done or not', GOOGLE],
  [
    'late, and the rule is zero',
    done,
    { closed: CLOSED, due: '2027-03-08' },
    0,
    'done or not, late',
    GITLAB,
    { program: { late: 'zero' } },
  ],
  [
    'on its due date is not late',
    done,
    { closed: CLOSED, due: '2027-03-09' },
    1,
    'done or not',
    GOOGLE,
    { program: { late: 'zero' } },
  ],
  [
    'one day late costs a week',
    done,
    { closed: CLOSED, due: '2027-03-08' },
    0.9,
    'done or not, late',
    GITLAB,
    { program: { late: { decay_per_week: 0.1 } } },
  ],
  [
    'seven days late cost one week',
    done,
    { closed: CLOSED, due: '2027-03-02' },
    0.9,
    'done or not, late',
    GITLAB,
    { program: { late: { decay_per_week: 0.1 } } },
  ],
  [
    'eight days late cost two weeks',
    done,
    { closed: CLOSED, due: '2027-03-01' },
    0.8,
    'done or not, late',
    GITLAB,
    { program: { late: { decay_per_week: 0.1 } } },
  ],
  [
    'never below 0',
    done,
    { closed: CLOSED, due: '2027-03-01' },
    0,
    'done or not, late',
    GITLAB,
    { program: { late: { decay_per_week: 0.6 } } },
  ],
  [
    'late at 3 of 5',
    five,
    { ticked: 3, closed: CLOSED, due: '2027-03-08' },
    0.54,
    'count of ticks, late',
    GITLAB,
    { program: { late: { decay_per_week: 0.1 } } },
  ],
  [
    'open after its due date is not late, it is open',
    five,
    { ticked: 3, due: '2027-03-02' },
    0.6,
    'count of ticks',
    GOOGLE,
    { program: { late: 'zero' } },
  ],
  [
    'a due date that a person moved is followed',
    done,
    { closed: CLOSED, due: '2027-03-12' },
    1,
    'done or not',
    GOOGLE,
    { program: { late: 'zero' } },
  ],
  [
    'no due date, no lateness',
    done,
    { closed: CLOSED, due: null },
    1,
    'done or not',
    GOOGLE,
    { program: { late: 'zero' } },
  ],
  [
    'a late rule of its own',
    done,
    { closed: CLOSED, due: '2027-03-08' },
    0,
    'done or not, late',
    GITLAB,
    { result: { late: 'zero' } },
  ],
  [
    'a late rule of its own that forgives',
    done,
    { closed: CLOSED, due: '2027-03-08' },
    1,
    'done or not',
    GOOGLE,
    { program: { late: 'zero' }, result: { late: 'none' } },
  ],
  // by hand, left out, missing
  [
    'set by hand',
    done,
    {},
    0.8,
    'done or not, set by hand',
    /gitlab#382433/,
    { cohort: { overrides: [{ key_result: 'x', score: { value: 0.8, reason: 'agreed', by: 'maya' } }] } },
  ],
  [
    'left out',
    done,
    {},
    null,
    'left out',
    /cohort file/,
    { cohort: { overrides: [{ key_result: 'x', skip: 'not this time' }] } },
  ],
  // moved, duplicate
  ['moved to where nobody reads', done, { closed: CLOSED, movedTo: 77 }, null, 'moved', GITLAB],
  [
    'closed as a duplicate of something elsewhere',
    done,
    { closed: CLOSED, closedAsDuplicateOf: 'elsewhere' },
    0,
    'duplicate',
    GITLAB,
  ],
];

test.each(cases)('%s', (_what, measure, issue, score, rule, source, more = {}) => {
  const enrolment = enrolmentOf(
    [{ key: 'x', title: 'X', measure, ...more.result }],
    more.program,
    more.cohort,
  );
  const card = resultOf(internOf(enrolment, { x: issueFor(enrolment, 'x', issue) }, more.world), 'x');
  if (score === null) expect(card.score).toBeNull();
  else expect(card.score).toBeCloseTo(score, 12);
  expect(card.explained.rule).toBe(rule);
  expect(card.explained.source).toMatch(source);
  expect(card.explained.arithmetic).not.toBe('');
});

test('there are at least sixty cases', () => {
  expect(cases.length).toBeGreaterThanOrEqual(60);
});

test('a moved issue is read where it went', () => {
  const enrolment = enrolmentOf([{ key: 'x', title: 'X', measure: five }]);
  const there = {
    ...issueFor(enrolment, 'x', { ticked: 4 }),
    id: 77,
    url: 'https://gitlab.test/other/-/issues/9',
  };
  const here = issueFor(enrolment, 'x', { closed: CLOSED, movedTo: 77 });
  const intern = internOf(enrolment, { x: here }, { elsewhere: [there] });
  expect(resultOf(intern, 'x')).toMatchObject({ score: 0.8, standing: 'open', url: there.url });
  expect(intern.remarks.map(({ code }) => code)).toContain('moved');
});

test('a duplicate follows the other issue, named on its line or linked by GitLab', () => {
  const enrolment = enrolmentOf([
    { key: 'x', title: 'X', measure: done },
    { key: 'y', title: 'Y', measure: done },
  ]);
  const score = (x: IssueLike, y: IssueLike): number | null =>
    resultOf(internOf(enrolment, { x: issueFor(enrolment, 'x', x), y: issueFor(enrolment, 'y', y) }), 'x')
      .score;
  const line = { closed: CLOSED, lines: { Outcome: 'duplicate of #2' } };
  const link = { closed: CLOSED, closedAsDuplicateOf: 2 };
  expect(score(line, {})).toBe(0);
  expect(score(line, { closed: CLOSED })).toBe(1);
  expect(score(link, {})).toBe(0);
  expect(score(link, { closed: CLOSED })).toBe(1);
});

const derived = (rule: object): object => ({ key: 'x', title: 'X', measure: { kind: 'derived', ...rule } });

test('derived from areas: the share in which enough key results score enough', () => {
  const enrolment = enrolmentOf([derived({ from: 'areas' })]);
  const a = issueFor(enrolment, 'a', { closed: CLOSED });
  const b = issueFor(enrolment, 'b');
  const x = issueFor(enrolment, 'x');
  expect(resultOf(internOf(enrolment, { a, b, x }), 'x')).toMatchObject({
    score: 0.5,
    because: '1 of 2 areas have a key result at 1.0',
    explained: { rule: 'derived', arithmetic: '1 ∕ 2 = 0.5' },
  });
});

test('derived from rotations: those that are over and long enough', () => {
  const enrolment = enrolmentOf([derived({ from: 'rotations', at_least: 2 })]);
  const x = issueFor(enrolment, 'x');
  const on = (now: string): number | null => resultOf(internOf(enrolment, { x }, { now }), 'x').score;
  expect(on('2027-03-12T20:00:00Z')).toBe(0);
  expect(on('2027-03-13T01:00:00Z')).toBe(0.5);
  expect(on('2027-03-27T01:00:00Z')).toBe(1);
});

test('derived from other key results, and from none that are left out', () => {
  const results = [
    derived({ from: 'key-results', of: ['y', 'z'], score: 0.6 }),
    { key: 'y', title: 'Y', measure: five },
    { key: 'z', title: 'Z', measure: done },
  ];
  const enrolment = enrolmentOf(results);
  const issues = (made: typeof enrolment) => ({
    x: issueFor(made, 'x'),
    y: issueFor(made, 'y', { ticked: 3 }),
    z: issueFor(made, 'z'),
  });
  expect(resultOf(internOf(enrolment, issues(enrolment)), 'x').score).toBe(0.5);
  const without = enrolmentOf(results, {}, { overrides: [{ key_result: 'z', skip: 'no' }] });
  expect(resultOf(internOf(without, issues(without)), 'x').score).toBe(1);
});

test('objectives and program are weighted means; what has no score is left out or 0, as the program says', () => {
  const results = [
    { key: 'x', title: 'X', measure: done, weight: 3 },
    { key: 'y', title: 'Y', measure: done },
    { key: 'z', title: 'Z', measure: { kind: 'to-be-defined' } },
  ];
  const score = (program: object): number | null => {
    const enrolment = enrolmentOf(results, program);
    return internOf(enrolment, {
      x: issueFor(enrolment, 'x', { closed: CLOSED }),
      y: issueFor(enrolment, 'y'),
      z: issueFor(enrolment, 'z'),
    }).score;
  };
  expect(score({})).toBe(0.75);
  expect(score({ unscored: 'zero' })).toBe(0.6);
});

test('areas can be an objective of their own', () => {
  const enrolment = enrolmentOf([{ key: 'x', title: 'X', measure: done }], { areas_score: 'own-objective' });
  const intern = internOf(enrolment, {
    x: issueFor(enrolment, 'x'),
    a: issueFor(enrolment, 'a', { closed: CLOSED }),
    b: issueFor(enrolment, 'b', { closed: CLOSED }),
  });
  expect(intern.score).toBe(0.5);
});

test.each([
  ['google', 0.39999, 'little of it'],
  ['google', 0.4, 'part of it'],
  ['google', 0.69999, 'part of it'],
  ['google', 0.7, 'most of it'],
  ['gitlab', 0.69999, 'below target'],
  ['gitlab', 0.7, 'off target'],
  ['gitlab', 0.85, 'on target'],
])('bands of %s: a final %d reads %s, on the unrounded value', (bands, value, words) => {
  const enrolment = enrolmentOf(
    [{ key: 'x', title: 'X', measure: done }],
    { bands },
    { overrides: [{ key_result: 'x', score: { value, reason: 'test', by: 'maya' } }] },
  );
  const at = (now: string) => internOf(enrolment, { x: issueFor(enrolment, 'x') }, { now }).band;
  expect(at('2027-03-27T09:00:00Z')).toBe(words);
  // Before the end it would argue with the health.
  expect(at('2027-03-20T09:00:00Z')).toBeNull();
});
