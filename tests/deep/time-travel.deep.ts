/**
 * Five hundred random lives of eight weeks: what a night's sync scored is what `report --at` of that day says at the end, and after the
 * archive. People tick and untick, alone or within other edits, write values and outcomes, close and reopen, move dates; the cohort leaves
 * key results out and adds some.
 */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InternCard, Scorecard } from '../../src/scorecard/scorecard.ts';
import { issueOf, PROJECT, type Stage, stage } from '../support/stage.ts';

const LIVES = Number(process.env.LIVES ?? 500);

const DATED = ['none', 'zero', '{ decay_per_week: 0.1 }'] as const;

interface Act {
  day: number;
  hour: number;
  key: string;
  what:
    | { do: 'tick'; boxes: number[]; text: boolean }
    | { do: 'untick'; box: number }
    | { do: 'value'; to: number }
    | { do: 'outcome'; to: string }
    | { do: 'close' | 'reopen' | 'comment' | 'merge' }
    | { do: 'due'; to: number | null }
    | { do: 'skip' | 'add' };
}

const KEYS = ['boxes', 'metric', 'steps', 'rounds', 'talk', 'merged'];

const act: fc.Arbitrary<Act> = fc.record({
  day: fc.integer({ min: 1, max: 56 }),
  hour: fc.integer({ min: 0, max: 20 }),
  key: fc.constantFrom(...KEYS),
  what: fc.oneof(
    {
      weight: 5,
      arbitrary: fc.record({
        do: fc.constant('tick' as const),
        boxes: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
        text: fc.boolean(),
      }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('untick' as const), box: fc.nat(5) }) },
    {
      weight: 3,
      arbitrary: fc.record({ do: fc.constant('value' as const), to: fc.integer({ min: 0, max: 12 }) }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('outcome' as const),
        to: fc.constantFrom("won't do: no time", 'done', ''),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        do: fc.constantFrom('close' as const, 'reopen' as const, 'comment' as const, 'merge' as const),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        do: fc.constant('due' as const),
        to: fc.option(fc.integer({ min: 5, max: 60 })),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('skip' as const, 'add' as const) }) },
  ),
});

const life = fc.record({
  late: fc.constantFrom(...DATED),
  unscored: fc.constantFrom('leave-out', 'zero'),
  zone: fc.constantFrom('UTC', 'Pacific/Auckland', 'America/Sao_Paulo'),
  acts: fc.array(act, { minLength: 4, maxLength: 16 }),
});

const dayOf = (day: number): string => new Date(Date.UTC(2027, 2, day)).toISOString().slice(0, 10);

const PROGRAM = (late: string, unscored: string): string => `version: 1
key: lives
title: Lives
aim: A program for tests.
weeks: 8
late: ${late}
unscored: ${unscored}
objectives:
  - key: goal
    title: Goal
    key_results:
      - { key: boxes, title: Boxes, weight: 2, due: week 4, measure: { kind: count, target: 6 } }
      - { key: metric, title: Metric, measure: { kind: metric, baseline: 0, target: 10 } }
      - { key: steps, title: Steps, due: week 6, measure: { kind: rubric, steps: [{ name: First, score: 0.3 }, { name: Second, score: 0.6 }, { name: Third, score: 1 }] } }
  - key: other
    title: Other
    weight: 3
    key_results:
      - { key: rounds, title: Rounds, measure: { kind: maintain, checks: 6, at_least: 0.8 } }
      - { key: talk, title: Talk, due: week 3, measure: { kind: done } }
      - { key: merged, title: Merged, measure: { kind: count, target: 3, of: { what: merge-requests } } }
      - { key: all, title: All, measure: { kind: derived, from: key-results, of: [boxes, talk], score: 0.5 } }
`;

const COHORT = (zone: string, overrides: string[]): string => `version: 1
program: ./program.yaml
cohort: spring
title: Spring
first_day: 2027-03-01
time_zone: ${zone}
gitlab: { group: security-team, project: security-team/internship }
people: { manager: maya.torres, mentor: sam.okafor }
interns: [{ username: robin.ito, name: Robin Ito }]
${overrides.length === 0 ? '' : `overrides:\n${overrides.map((each) => `  - ${each}\n`).join('')}`}`;

class Life {
  readonly on: Stage = stage({ clock: () => new Date('2027-02-26T09:00:00Z') });
  readonly path: string;
  overrides: string[] = [];
  requests = 0;
  readonly zone: string;
  constructor(late: string, unscored: string, zone: string) {
    const folder = mkdtempSync(join(tmpdir(), 'kickoff-life-'));
    this.path = join(folder, 'cohort.yaml');
    this.zone = zone;
    writeFileSync(join(folder, 'program.yaml'), PROGRAM(late, unscored));
    this.save();
  }
  save(): void {
    writeFileSync(this.path, COHORT(this.zone, this.overrides));
  }
  async run(...line: string[]): Promise<string> {
    const [command = '', ...more] = line;
    const run = await this.on.kickoff([command, this.path, ...more]);
    if (run.code !== 0) throw new Error(`${line.join(' ')}: ${run.err}`);
    return run.out;
  }
  async do({ key, what }: Act): Promise<void> {
    const { on } = this;
    if (what.do === 'skip') {
      if (this.overrides.some((each) => each.includes(`key_result: ${key},`))) return;
      this.overrides.push(`{ key_result: ${key}, skip: no room }`);
      this.save();
      return;
    }
    if (what.do === 'add') {
      if (this.overrides.some((each) => each.includes('add:'))) return;
      this.overrides.push(
        '{ add: { key: extra, title: Extra, objective: goal, weight: 2, measure: { kind: done } } }',
      );
      this.save();
      await this.run('provision', '--yes', '--allow', 'many-changes');
      return;
    }
    if (what.do === 'merge') {
      this.requests += 1;
      const { iid } = await on.as('robin.ito', 'POST', `${PROJECT}/merge_requests`, {
        title: `Change ${this.requests}`,
        source_branch: `b${this.requests}`,
        target_branch: 'main',
      });
      await on.as('tomasz.nowak', 'PUT', `${PROJECT}/merge_requests/${iid}/merge`);
      return;
    }
    const issue = issueOf(on.sandbox.state, `spring/robin-ito/kr/${key}`);
    const put = (body: object): Promise<unknown> =>
      on.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, body);
    const text = issue.description ?? '';
    if (what.do === 'close' || what.do === 'reopen') await put({ state_event: what.do });
    else if (what.do === 'comment')
      await on.as('sam.okafor', 'POST', `${PROJECT}/issues/${issue.iid}/notes`, { body: 'How is it going?' });
    else if (what.do === 'due') await put({ due_date: what.to === null ? '' : dayOf(what.to) });
    else await put({ description: changed(text, what) });
  }
}

function changed(text: string, what: Act['what']): string {
  let at = -1;
  switch (what.do) {
    case 'tick':
      return text
        .replace(/- \[ \]|- \[x\]/g, (box) => {
          at += 1;
          return what.boxes.includes(at) ? '- [x]' : box;
        })
        .concat(what.text ? `\n\nA word more.` : '');
    case 'untick':
      return text.replace(/- \[ \]|- \[x\]/g, (box) => {
        at += 1;
        return at === what.box ? '- [ ]' : box;
      });
    case 'value':
      return text.replace(/- Value:.*/, `- Value: ${what.to}`);
    case 'outcome':
      return text.replace(/- Outcome:.*/, `- Outcome: ${what.to}`);
    default:
      return text;
  }
}

const scoresOf = ({ score, objectives }: InternCard): unknown => [
  score,
  ...objectives.flatMap(({ keyResults }) =>
    keyResults.filter(({ standing }) => standing !== 'skipped').map(({ key, score: own }) => [key, own]),
  ),
];

/** The UTC hour of the night: late on the same day in each zone, after everything that people do. */
const NIGHT: Record<string, string> = {
  UTC: '22:30',
  'Pacific/Auckland': '09:30',
  'America/Sao_Paulo': '23:30',
};

test(`${LIVES} lives: the score of each night is that of the day, asked at the end and after the archive`, async () => {
  let nights = 0;
  await fc.assert(
    fc.asyncProperty(life, async ({ late, unscored, zone, acts }) => {
      const one = new Life(late, unscored, zone);
      await one.run('provision', '--yes');
      const seen = new Map<string, unknown>();
      const days = [...new Set(acts.map(({ day }) => day))].sort((left, right) => left - right);
      for (const day of days) {
        const hours = acts.filter((each) => each.day === day).sort((left, right) => left.hour - right.hour);
        for (const each of hours) {
          // Within the working hours of that day in its zone.
          const hour =
            zone === 'Pacific/Auckland'
              ? Math.floor(each.hour / 3)
              : zone === 'UTC'
                ? each.hour
                : 4 + Math.floor(each.hour / 2);
          one.on.moveClock(
            `${dayOf(day)}T${String(hour).padStart(2, '0')}:${String(each.hour).padStart(2, '0')}:00Z`,
          );
          await one.do(each);
        }
        one.on.moveClock(`${dayOf(day)}T${NIGHT[zone]}:00Z`);
        const { interns } = JSON.parse(await one.run('sync', '--json')) as { interns: InternCard[] };
        if (interns[0]) seen.set(dayOf(day), scoresOf(interns[0]));
        nights += 1;
      }
      const asked = async (when: string, every = 1): Promise<void> => {
        for (const [date, then] of [...seen].filter((_, at) => at % every === 0)) {
          const { interns } = JSON.parse(await one.run('report', '--json', '--at', date)) as Scorecard;
          expect([when, date, interns[0] && scoresOf(interns[0])]).toEqual([when, date, then]);
        }
      };
      one.on.moveClock('2027-05-01T09:00:00Z');
      await asked('at the end');
      await one.run('archive', '--yes');
      one.on.moveClock('2027-06-01T09:00:00Z');
      for (const key of ['boxes', 'metric'])
        await one.do({ day: 0, hour: 0, key, what: { do: 'tick', boxes: [0, 1, 2, 3], text: true } });
      one.on.moveClock('2027-06-02T09:00:00Z');
      await asked('after the archive', 3);
    }),
    { numRuns: LIVES, seed: Number(process.env.SEED ?? 1) || Date.now() },
  );
  console.log(`${LIVES} lives, ${nights} nights`);
}, 3_000_000);
