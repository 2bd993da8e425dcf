/**
 * Seeded histories of one program with every measure and every rule: what each key result scores and why, what is expected and odd, where
 * the goalposts moved, and the burn-up, as text that a person can read in the difference when a rule changes (`vitest -u` writes it anew).
 */
import { expect, test } from 'vitest';
import type { Closure, LiveIssue, LiveWork } from '../../../src/model/resource.ts';
import { agreedNow } from '../../../src/program/agreed.ts';
import { printBaseline } from '../../../src/record/baseline.ts';
import { printBlock } from '../../../src/record/managed-block.ts';
import { score } from '../../../src/scorecard/rules/score.ts';
import type { InternCard } from '../../../src/scorecard/scorecard.ts';
import { random } from '../../support/race.ts';
import { enrolmentOf, type IssueLike, inputOf, issueFor } from '../../support/scoring.ts';

const RESULTS = [
  { key: 'talk', title: 'Give a talk', measure: { kind: 'done' }, late: 'zero', evidence: 'A link' },
  {
    key: 'reports',
    title: 'Write reports',
    measure: { kind: 'count', target: 4, unit: 'report' },
    weight: 2,
  },
  { key: 'each', title: 'Meet each area', measure: { kind: 'count', one_per: 'area' } },
  {
    key: 'wait',
    title: 'Cut the wait',
    measure: { kind: 'metric', baseline: 40, target: 10, unit: 'minutes' },
    late: { decay_per_week: 0.2 },
  },
  {
    key: 'share',
    title: 'Raise the share',
    measure: { kind: 'metric', baseline: 0, target: 80, unit: '%' },
    ambition: 'aspirational',
  },
  {
    key: 'paper',
    title: 'Write a paper',
    measure: {
      kind: 'rubric',
      steps: [
        { name: 'Outline', score: 0.2 },
        { name: 'Draft', score: 0.5 },
        { name: 'Published', score: 1 },
      ],
    },
  },
  {
    key: 'pairing',
    title: 'Pair every week',
    measure: { kind: 'maintain', every: 'week', unit: 'pairing', at_least: 0.75 },
  },
  {
    key: 'patches',
    title: 'Merge patches',
    measure: { kind: 'count', target: 3, of: { what: 'merge-requests', author: 'intern' } },
  },
  { key: 'all', title: 'Every area', measure: { kind: 'derived', from: 'areas' } },
  {
    key: 'weeks',
    title: 'Every rotation',
    measure: { kind: 'derived', from: 'rotations' },
    ambition: 'committed',
  },
  { key: 'open', title: 'To be said', measure: { kind: 'to-be-defined' } },
  { key: 'secret', title: 'A secret one', measure: { kind: 'done' }, confidential: true },
];
const PROGRAM = {
  stale_after_days: 10,
  late: 'none',
  areas_score: 'own-objective',
  areas: [
    {
      key: 'one',
      title: 'One',
      key_results: [
        { key: 'a', title: 'A', measure: { kind: 'count', target: 2 } },
        { key: 'a2', title: 'A, the second', measure: { kind: 'done' }, weight: 3 },
      ],
    },
    { key: 'two', title: 'Two', key_results: [{ key: 'b', title: 'B', measure: { kind: 'done' } }] },
  ],
};
const SEEDS = Array.from({ length: 24 }, (_, at) => at + 1);

/** One history: what GitLab would have, and the card of a day. */
function history(seed: number): InternCard {
  const draw = random(seed);
  const pick = <T>(from: readonly T[]): T => from[Math.floor(draw() * from.length)] as T;
  const dayAt = (days: number): string =>
    new Date(Date.UTC(2027, 1, 25 + days, 6 + (days % 12))).toISOString();
  const enrolment = enrolmentOf(
    RESULTS.filter(({ key }) => key === 'paper' || key === 'share' || draw() > 0.08),
    {
      ...PROGRAM,
      areas_score: pick(['own-objective', 'derived-only']),
      unscored: pick(['leave-out', 'zero']),
      late: pick(['none', 'zero', { decay_per_week: 0.1 }]),
    },
    {
      close_derived: draw() < 0.5,
      overrides: [
        { key_result: 'paper', score: { value: 0.6, reason: 'Agreed with the manager', by: 'maya' } },
        { key_result: 'share', skip: 'No time for it' },
      ].filter(({ key_result }) => draw() < 0.25 && RESULTS.some(({ key }) => key === key_result)),
    },
    pick(['UTC', 'America/Los_Angeles', 'Asia/Tokyo']),
  );
  const issues: Record<string, LiveIssue> = {};
  const closures: Closure[] = [];
  enrolment.keyResults.forEach((result, at) => {
    if (draw() < 0.08) return;
    const closed = draw() < 0.45 ? dayAt(Math.floor(draw() * 45)) : undefined;
    const like: IssueLike = {
      ticked: Math.floor(draw() * (result.boxes.length + 1)),
      lines: {
        ...(draw() < 0.5
          ? { Value: pick(['25', '10', '0', '40', 'Draft', 'Published', 'no idea', '62 %', '-3', '95']) }
          : {}),
        ...(draw() < 0.4 ? { Confidence: pick(['0.2', '7/10', 'high', '90 %', '11']) } : {}),
        ...(draw() < 0.4 ? { Evidence: pick(['https://example.test/x', 'see above', '']) } : {}),
        ...(draw() < 0.3
          ? {
              Outcome: pick(['done', "won't do: no time", 'mostly', 'duplicate of #2', 'duplicate of #4711']),
            }
          : {}),
      },
      labels: draw() < 0.1 ? ['outcome::wont-do'] : [],
      updated: dayAt(Math.floor(draw() * 40)),
      created: draw() < 0.15 ? dayAt(14) : dayAt(0),
      ...(closed === undefined ? {} : { closed }),
      ...(draw() < 0.15 ? { due: pick(['2027-04-09', '2027-03-05', null]) } : {}),
      ...(draw() < 0.06 ? { movedTo: 999 } : {}),
      ...(draw() < 0.08 ? { closedAsDuplicateOf: pick([1, 3, 'elsewhere' as const]) } : {}),
      ...(draw() < 0.08 ? { confidential: true } : {}),
    };
    const issue = issueFor(enrolment, result.key, like);
    if (closed !== undefined && draw() < 0.2)
      issue.status = { name: pick(["Won't do", 'Done']), category: pick(['canceled', 'done']) };
    if (closed !== undefined && draw() < 0.1)
      issue.promotedTo = { url: 'https://gitlab.test/groups/team/-/epics/9', isClosed: draw() < 0.5 };
    issues[result.key] = issue;
    if (draw() < 0.3) {
      closures.push(
        { iid: at + 1, at: dayAt(5), state: 'closed', by: 'robin' },
        { iid: at + 1, at: dayAt(9), state: 'opened', by: 'maya' },
      );
    }
    if (closed !== undefined) closures.push({ iid: at + 1, at: closed, state: 'closed', by: 'robin' });
  });
  const work: LiveWork[] = Array.from({ length: Math.floor(draw() * 5) }, (_, at) => ({
    title: `Patch ${at}`,
    description: '',
    url: 'https://gitlab.test/x',
    author: pick(['robin', 'Robin', 'sam']),
    labels: [],
    state: pick(['merged', 'opened'] as const),
    createdAt: dayAt(6 + at),
    endedAt: dayAt(8 + at * 4),
    isCanceled: false,
    ours: draw() < 0.1,
  }));
  const input = inputOf(enrolment, issues, {
    now: dayAt(8 + Math.floor(draw() * 40)),
    at: draw() < 0.3 ? '2027-03-19' : null,
    closures: draw() < 0.8 ? closures.sort((left, right) => (left.at < right.at ? -1 : 1)) : null,
    ...(draw() < 0.9 ? { work } : {}),
  });
  const parent = input.matched.get(enrolment.epic);
  if (parent?.kind === 'epic' && draw() < 0.7) {
    // Agreed at kickoff: some of it was something else.
    const agreed = printBaseline(agreedNow(enrolment))
      .replace('reports*2/4', 'reports/6')
      .replace('talk,', '');
    input.matched.set(enrolment.epic, {
      ...parent,
      description: printBlock(enrolment.epic, 'x', { baseline: agreed }),
    });
  }
  if (draw() < 0.6) {
    input.states.set(enrolment.epic, {
      at: dayAt(4),
      score: 0.1,
      since: dayAt(1),
      was: 0,
      closed: new Set(draw() < 0.5 ? ['all'] : []),
      log: null,
    });
  }
  const found = score(input).interns[0];
  if (!found) throw new Error('nobody is scored');
  return found;
}

const number = (value: number | null): string => (value === null ? '–' : value.toFixed(4));

/** A card as lines. */
function lines(card: InternCard): string {
  const parts = [...card.objectives, ...card.areas];
  return [
    `${number(card.score)} of ${number(card.expected)} ${card.health} ${card.band ?? ''}`,
    ...parts.flatMap((part) => [
      `${part.title} ${number(part.score)} of ${number(part.expected)} ${part.health}`,
      ...part.keyResults.map(({ key, title: _title, ...rest }) => `  ${key} ${JSON.stringify(rest)}`),
    ]),
    ...card.remarks.map(
      ({ code, about, message, remedy }) => `! ${code} | ${about} | ${message} | ${remedy}`,
    ),
    ...card.goalposts.map((each) => `~ ${JSON.stringify(each)}`),
    `changes ${JSON.stringify(card.changes)}`,
    `readiness ${JSON.stringify(card.readiness)}`,
    `rotations ${JSON.stringify(card.rotations)}`,
    `burn-up ${JSON.stringify(card.burnUp)}`,
    `explained ${JSON.stringify(card.explained)}`,
  ].join('\n');
}

test('twenty-four histories score as they did', async () => {
  const text = SEEDS.map((seed) => `## ${seed}\n${lines(history(seed))}`).join('\n\n');
  await expect(`${text}\n`).toMatchFileSnapshot('histories.snap.txt');
});
