/**
 * Five hundred random lives of eight weeks: what a night's sync scored is what `report --at` of that day says at the end, and after the
 * archive. People tick and untick, alone or within other edits, write values and outcomes, close and reopen, move dates; the cohort leaves
 * key results out and adds some.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { InternCard, Scorecard } from '../../src/scorecard/scorecard.ts';
import { type Act, dayOf, Life } from '../support/life.ts';
import { record } from '../support/record.ts';

const LIVES = Number(process.env.LIVES ?? 500);

const DATED = ['none', 'zero', '{ decay_per_week: 0.1 }'] as const;

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
  acts: fc.array(act, { minLength: 4, maxLength: 11 }),
});

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
  record({
    guarantee: 'Days',
    fault: `random lives of eight weeks, ${nights} nights; asked at the end and after the archive`,
    schedules: LIVES,
    result: '`--at` of a day is what the night scored',
  });
}, 3_000_000);
