/**
 * Three hundred nights: people act as they like by day (ticks, values, closings, words, pasted markers, labels taken off), at night a
 * pipeline syncs, on some nights two at once, on some with a server that breaks connections, cuts answers and limits rates. A judge that shares
 * nothing with the tool looks at every morning.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type Fault, parseFault, withBadDay } from '../../src/sandbox/faults.ts';
import { type Goal, goalScore, type Seen } from '../support/independent.ts';
import { type Act, changed, dayOf, Life } from '../support/life.ts';
import { record } from '../support/record.ts';
import { issueOf, PROJECT } from '../support/stage.ts';

const LIVES = Number(process.env.LIVES ?? 12);
const NIGHTS = 25;

/** What the program says of each key result; `all` follows from others. */
const GOALS: (Goal & { due: number; boxes: number })[] = [
  { key: 'boxes', weight: 2, late: 0.1, due: 26, boxes: 6, measure: { kind: 'count', target: 6 } },
  {
    key: 'metric',
    weight: 1,
    late: 0.1,
    due: 54,
    boxes: 0,
    measure: { kind: 'metric', baseline: 0, target: 10 },
  },
  {
    key: 'steps',
    weight: 1,
    late: 0.1,
    due: 40,
    boxes: 3,
    measure: {
      kind: 'rubric',
      steps: [
        { name: 'First', score: 0.3 },
        { name: 'Second', score: 0.6 },
        { name: 'Third', score: 1 },
      ],
    },
  },
  {
    key: 'rounds',
    weight: 1,
    late: 0.1,
    due: 54,
    boxes: 6,
    measure: { kind: 'maintain', checks: 6, at_least: 0.8 },
  },
  { key: 'talk', weight: 1, late: 0.1, due: 19, boxes: 0, measure: { kind: 'done' } },
  { key: 'merged', weight: 1, late: 0.1, due: 54, boxes: 0, measure: { kind: 'merged', target: 3 } },
];

type More = { do: 'word' } | { do: 'paste'; from: number } | { do: 'label'; name: string; on: boolean };

const what: fc.Arbitrary<Act['what'] | More> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('tick' as const),
      boxes: fc.array(fc.nat(5), { minLength: 1, maxLength: 3 }),
      text: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('untick' as const), box: fc.nat(5) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('value' as const), to: fc.integer({ min: 0, max: 12 }) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constantFrom('close' as const, 'reopen' as const, 'comment' as const, 'merge' as const),
    }),
  },
  { weight: 2, arbitrary: fc.constant({ do: 'word' as const }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('paste' as const), from: fc.nat(5) }) },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('label' as const),
      name: fc.constantFrom('cohort::spring', 'stale', 'intern::robin-ito', 'okr::key-result'),
      on: fc.boolean(),
    }),
  },
);

const BAD = ['502%20', 'hangup:after%10', 'html%15', 'cut%15', '429=1%20', '502:after:PUT%50'] as const;

const night = fc.record({
  acts: fc.oneof(
    { weight: 2, arbitrary: fc.constant([]) },
    { weight: 3, arbitrary: fc.array(fc.record({ which: fc.nat(5), what }), { minLength: 1, maxLength: 4 }) },
  ),
  faults: fc.option(fc.constantFrom(...BAD), { freq: 2 }),
  two: fc.boolean(),
  seed: fc.nat(),
});

/** Blocks of ours that people paste where they do not belong. */
const PASTED = [
  '<!-- kickoff:begin spring/robin-ito/kr/talk#archived date=2027-03-05 -->\n_Closed._\n<!-- kickoff:end -->',
  '<!-- kickoff:begin spring/robin-ito/kr/boxes boxes=6 v=2 -->\nx\n<!-- kickoff:end -->',
  '<!-- kickoff:boxes spring/robin-ito/kr/rounds -->\n- [x] Item 1\n- [x] Item 2\n<!-- kickoff:boxes-end -->',
  '<!-- kickoff:begin spring/robin-ito#scorecard score=1 -->\n**1.00**\n<!-- kickoff:end -->',
  '<!-- kickoff:begin autumn/robin-ito/kr/talk v=2 -->\n<!-- kickoff:end -->',
  '<!-- kickoff:index spring/robin-ito talk:1,boxes:1 -->',
];

let words = 0;

/** Which issue is which, as it was when they were made. */
type Issues = Map<string, number>;

function issueAt(life: Life, issues: Issues, key: string): ReturnType<typeof issueOf> {
  const found = life.on.sandbox.state.issues.find(({ iid }) => iid === issues.get(key));
  if (!found) throw new Error(`${key} is gone`);
  return found;
}

async function person(
  life: Life,
  issues: Issues,
  which: number,
  act: Act['what'] | More,
): Promise<string | null> {
  const goal = GOALS[which % GOALS.length];
  const key = goal?.key ?? 'talk';
  const issue = issueAt(life, issues, key);
  const put = (body: object): Promise<unknown> =>
    life.on.as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, body);
  const text = issue.description ?? '';
  if (act.do === 'word') {
    words += 1;
    await put({ description: `${text}\n\nA word of a person, number ${words}.` });
    return `A word of a person, number ${words}.`;
  }
  if (act.do === 'paste') await put({ description: `${text}\n\n${PASTED[act.from]}` });
  else if (act.do === 'label') await put(act.on ? { add_labels: act.name } : { remove_labels: act.name });
  else if (act.do === 'tick' || act.do === 'untick' || act.do === 'value') {
    // The boxes of the list alone, not those that somebody pasted.
    const end = text.indexOf('<!-- kickoff:boxes-end -->');
    const at = end < 0 || act.do === 'value' ? text.length : end;
    const after =
      changed(text.slice(0, at), { ...act, ...(act.do === 'tick' ? { text: false } : {}) }) + text.slice(at);
    const more = act.do === 'tick' && act.text ? '\n\nAnd more.' : '';
    if (after + more !== text) await put({ description: after + more });
  } else if (act.do === 'close' || act.do === 'reopen') await put({ state_event: act.do });
  else if (act.do === 'comment')
    await life.on.as('sam.okafor', 'POST', `${PROJECT}/issues/${issue.iid}/notes`, {
      body: 'How is it going?',
    });
  else await life.do({ day: 0, hour: 0, key, what: act as Act['what'] });
  return null;
}

/** What a reader of the issue sees: ticks of the first list, the value, whether it is closed. */
function seenOf(
  life: Life,
  issues: Issues,
  goal: (typeof GOALS)[number],
  before: Seen | undefined,
  day: number,
): Seen {
  const issue = issueAt(life, issues, goal.key);
  const text = issue.description ?? '';
  const list = text.slice(
    text.indexOf(`<!-- kickoff:boxes spring/robin-ito/kr/${goal.key} -->`),
    text.indexOf('<!-- kickoff:boxes-end -->'),
  );
  const boxes = goal.boxes === 0 ? [] : [...list.matchAll(/- \[([ x])\]/g)].slice(0, goal.boxes);
  const value = /- Value: (\d+)/.exec(text)?.[1];
  const closed = issue.state === 'closed';
  const turned = life.on.sandbox.state.events.findLast(
    (event) => event.target_iid === issue.iid && event.action_name === 'closed',
  );
  const closedOn = turned
    ? Math.floor((Date.parse(turned.created_at) - Date.parse('2027-03-01')) / 86_400_000)
    : (before?.closedOn ?? day);
  return {
    ticked: boxes.flatMap((box, at) => (box[1] === 'x' ? [at + 1] : [])),
    value: value === undefined ? null : Number(value),
    closed,
    closedOn,
    wontDo: false,
    merges: (life.on.sandbox.state.merge_requests ?? []).filter(({ state }) => state === 'merged').length,
  };
}

const outside = (text: string): string =>
  text.replace(/<!-- kickoff:begin spring\/robin-ito#scorecard[\s\S]*?<!-- kickoff:end -->/, '<scorecard>');

test(`${LIVES * NIGHTS} nights: nothing of people is lost, nothing is closed or made, and the score is what an independent judge finds`, async () => {
  let [nights, writes, silent] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(fc.array(night, { minLength: NIGHTS, maxLength: NIGHTS }), async (course) => {
      const life = new Life('{ decay_per_week: 0.1 }', 'leave-out', 'UTC');
      const { sandbox } = life.on;
      await life.run('provision', '--yes');
      const issues: Issues = new Map(
        GOALS.map(({ key }) => [key, issueOf(sandbox.state, `spring/robin-ito/kr/${key}`).iid]),
      );
      const said: string[] = [];
      const seen = new Map<string, { day: number; seen: Seen }[]>(GOALS.map(({ key }) => [key, []]));
      for (const [at, { acts, faults, two, seed }] of course.entries()) {
        // Every second day, so that the nights reach over the due dates.
        const day = 2 * at + 1;
        life.on.moveClock(`${dayOf(day)}T10:00:00Z`);
        for (const { which, what: act } of acts) {
          const word = await person(life, issues, which, act);
          if (word !== null) said.push(word);
        }
        life.on.moveClock(`${dayOf(day)}T22:30:00Z`);
        const before = structuredClone(sandbox.state.issues);
        const epics = sandbox.state.epics.map(({ description }) => outside(description ?? ''));
        const log = sandbox.log.length;
        if (faults) {
          const bad = withBadDay(sandbox.fetch, {
            faults: [parseFault(faults) as Fault],
            seed,
            now: () => sandbox.now(),
            wait: async () => {},
          });
          const run = (): Promise<{ code: number; err: string }> =>
            life.on.kickoff(['sync', life.path], { fetch: (request) => bad(request) });
          const runs = await Promise.all(two ? [run(), run()] : [run()]);
          for (const { code, err } of runs) expect([0, 1, 3, 75], err).toContain(code);
        } else if (two) {
          await Promise.all([life.run('sync'), life.run('sync')]);
        }
        const { interns } = JSON.parse(await life.run('sync', '--json')) as {
          interns: { objectives: { keyResults: { key: string; score: number }[] }[] }[];
        };
        const puts = sandbox.log.slice(log).filter(({ method }) => method === 'PUT');
        const again = sandbox.log.length;
        await life.run('sync');
        // The night after the night has nothing to write.
        expect(
          sandbox.log.slice(again).filter(({ method, path }) => method !== 'GET' && path !== '/api/graphql'),
        ).toEqual([]);
        // Nothing but the epic is written, once where nothing is in the way.
        expect(puts.every(({ path }) => path.includes('/epics/'))).toBe(true);
        if (!faults && !two) expect(puts.length).toBeLessThanOrEqual(1);
        if (acts.length === 0 && !faults && !two) {
          silent += 1;
          // But for the weekly sign of life, and what a Saturday judges.
          if (puts.length > 0)
            expect([5, 6, 0, 1]).toContain(new Date(`${dayOf(day)}T00:00:00Z`).getUTCDay());
        }
        expect(sandbox.state.issues).toEqual(before);
        expect(sandbox.state.epics.map(({ description }) => outside(description ?? ''))).toEqual(epics);
        const all = JSON.stringify(sandbox.state.issues.map(({ description }) => description));
        for (const word of said) expect(all).toContain(word);
        const scores = new Map(
          (interns[0]?.objectives ?? []).flatMap(({ keyResults }) =>
            keyResults.map((each) => [each.key, each.score] as const),
          ),
        );
        for (const goal of GOALS) {
          const own = seen.get(goal.key) ?? [];
          own.push({ day: day - 1, seen: seenOf(life, issues, goal, own.at(-1)?.seen, day) });
          const theirs = goalScore(goal, own, goal.due - 1) ?? 0;
          expect(
            Math.abs((scores.get(goal.key) ?? -1) - theirs),
            `${dayOf(day)} ${goal.key}: ${scores.get(goal.key)}, not ${theirs}`,
          ).toBeLessThan(1e-9);
        }
        nights += 1;
        writes += puts.length;
      }
    }),
    { numRuns: LIVES, seed: Number(process.env.SEED ?? 1) || Date.now(), endOnFailure: true },
  );
  record({
    guarantee: 'Nights',
    fault: `people and a second pipeline at random, broken answers on a third of the nights; ${silent} nights without news`,
    schedules: nights,
    result: `nothing of people lost, nothing closed or made, scores of an independent judge, ${writes} writes of epics`,
  });
}, 3_000_000);
