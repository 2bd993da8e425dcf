/**
 * Everything of ours that can be copied (markers, blocks, lists of numbers, logs, closings) is pasted by people into other issues, epics,
 * cohorts and copies, also with other keys and numbers: no score moves, no state, and nothing gets another parent.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import { internship } from '../support/people.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, provisioned, type Stage, stage, TWO_INTERNS } from '../support/stage.ts';

const PASTES = Number(process.env.PASTES ?? 100);

/** Two cohorts half way, and one that was archived beside them: all kinds of marks are there. */
async function lived(): Promise<{ state: State; archived: State }> {
  const world = await provisioned();
  for (const args of [
    ['provision', TWO_INTERNS, '--yes'],
    ['sync', EXAMPLE],
  ])
    expect((await world.kickoff(args)).code).toBe(0);
  await internship(world, 5);
  for (const args of [
    ['sync', EXAMPLE],
    ['sync', TWO_INTERNS],
  ])
    expect((await world.kickoff(args)).code).toBe(0);
  const state = structuredClone(world.sandbox.state);
  expect((await world.kickoff(['archive', EXAMPLE, '--yes', '--early'])).code).toBe(0);
  return { state, archived: world.sandbox.state };
}

/** Comments, and whole blocks of ours; people's own boxes and lines are not among them. */
function marksOf(state: State): string[] {
  const texts = [...state.issues, ...state.epics, ...state.milestones].map(
    ({ description }) => description ?? '',
  );
  const comments = texts.flatMap((text) => text.match(/<!-- kickoff:[^>]*-->/g) ?? []);
  const blocks = texts.flatMap(
    (text) => text.match(/<!-- kickoff:begin [^>]*-->[\s\S]*?<!-- kickoff:end -->/g) ?? [],
  );
  return [...new Set([...comments, ...blocks])].sort();
}

const places = (state: State): { description: string | null }[] => [...state.issues, ...state.epics];

async function scores(world: Stage, cohort: string): Promise<unknown> {
  const { code, out, err } = await world.kickoff(['report', cohort, '--json', '--show-confidential']);
  expect(code, err).toBe(0);
  const card = JSON.parse(out) as {
    interns: { username: string; score: number; objectives: Group[]; areas: Group[] }[];
  };
  interface Group {
    keyResults: { key: string; score: number | null; state?: string }[];
  }
  return card.interns.map(({ username, score, objectives, areas }) => ({
    username,
    score,
    results: [...objectives, ...areas].flatMap(({ keyResults }) =>
      keyResults.map(({ key, score: own, state }) => [key, own, state]),
    ),
  }));
}

const shape = ({ issues, epics, milestones }: State): unknown => ({
  issues: issues.map(({ id, state, epic_id, milestone_id }) => [id, state, epic_id, milestone_id]),
  epics: epics.map(({ id, state, parent_id }) => [id, state, parent_id]),
  milestones: milestones.map(({ id, state }) => [id, state]),
});

const paste = fc.record({
  mark: fc.nat(100_000),
  into: fc.nat(100_000),
  where: fc.constantFrom('above', 'below', 'within', 'line', 'index'),
  at: fc.nat(10_000),
  /** A key or a number of it becomes one of another place. */
  forge: fc.constantFrom('no', 'key', 'number', 'none'),
  other: fc.nat(1000),
  archived: fc.boolean(),
});

const keyIn = (mark: string): string | undefined =>
  /kickoff:(?:begin|boxes|duplicate) (\S+?)(?:#\w+)? /.exec(mark)?.[1];

function forged(mark: string, how: string, other: string | undefined, number: number): string {
  const own = keyIn(mark);
  if (how === 'key' && own !== undefined && other !== undefined) return mark.replaceAll(own, other);
  if (how === 'number') return mark.replace(/=(\d{1,3})(?= )/g, () => `=${1 + (number % 60)}`);
  if (how === 'none') return mark.replace(/ place=\S+/g, '').replace(/ project=\S+/g, '');
  return mark;
}

test(`${PASTES} times what is ours is pasted where it does not belong: no score, state or parent moves`, async () => {
  const { state, archived } = await lived();
  const marks = [marksOf(state), marksOf(archived)];
  const calm = stage({ state: structuredClone(state) });
  calm.moveClock(
    state.issues
      .map(({ updated_at }) => updated_at)
      .sort()
      .at(-1) ?? '',
  );
  const expected = {
    example: await scores(calm, EXAMPLE),
    two: await scores(calm, TWO_INTERNS),
    shape: shape(state),
  };
  await fc.assert(
    fc.asyncProperty(fc.array(paste, { minLength: 1, maxLength: 4 }), async (pastes) => {
      const world = stage({ state: structuredClone(state) });
      world.moveClock(
        state.issues
          .map(({ updated_at }) => updated_at)
          .sort()
          .at(-1) ?? '',
      );
      const done: string[] = [];
      for (const { mark, into, where, at, forge, other, archived: ended } of pastes) {
        const from = marks[ended ? 1 : 0] ?? [];
        const keys = from.flatMap((each) => keyIn(each) ?? []);
        const text = forged(from[mark % from.length] ?? '', forge, keys[other % keys.length], other);
        const all = places(world.sandbox.state);
        const place = all[into % all.length];
        if (!place) continue;
        const was = place.description ?? '';
        // The list of numbers itself, edited: each key may point to another issue of ours.
        const index = /<!-- kickoff:index [^>]*-->/.exec(was);
        if (where === 'index') {
          if (!index) continue;
          const numbers = (index[0].match(/=(\d+)(?= )/g) ?? []).slice(1);
          const next = index[0].replace(
            /(\/\S+)=(\d+)(?= )/g,
            (_all, key: string) => `${key}${numbers[(at + key.length * other) % numbers.length]}`,
          );
          place.description = was.replace(index[0], () => next);
          done.push(`index of ${into % all.length}: ${next}`);
          continue;
        }
        // Into our own block people may write, too: it is never parsed for what they pasted.
        const own = /<!-- kickoff:begin [^>]*-->/.exec(was);
        const line = was.indexOf('\n', at % Math.max(was.length, 1));
        place.description =
          where === 'above'
            ? `${text}\n${was}`
            : where === 'below'
              ? `${was}\n${text}`
              : where === 'line' && line >= 0
                ? `${was.slice(0, line)}\n${text}${was.slice(line)}`
                : own
                  ? was.replace(own[0], () => `${own[0]}\n${text}`)
                  : was;
        done.push(`${where} ${forge} ${into % all.length}: ${text.slice(0, 200)}`);
      }
      const what = done.join('\n');
      expect(await scores(world, EXAMPLE), what).toEqual(expected.example);
      expect(await scores(world, TWO_INTERNS), what).toEqual(expected.two);
      for (const cohort of [EXAMPLE, TWO_INTERNS]) {
        // A run may refuse, with a reason; it does not act on what was pasted.
        expect([0, 1, 3], what).toContain((await world.kickoff(['provision', cohort, '--yes'])).code);
        expect([0, 1, 3], what).toContain((await world.kickoff(['sync', cohort])).code);
      }
      expect(shape(world.sandbox.state), what).toEqual(expected.shape);
      expect(await scores(world, EXAMPLE), what).toEqual(expected.example);
      expect(await scores(world, TWO_INTERNS), what).toEqual(expected.two);
    }),
    { numRuns: PASTES, seed: Number(process.env.SEED ?? 1) || Date.now() },
  );
  record({
    guarantee: 'Hostile',
    fault:
      'markers, blocks, lists of numbers, logs and closings pasted into other issues, epics and cohorts, also with other keys and numbers',
    schedules: PASTES,
    result: 'no score, state or parent moved',
  });
}, 900_000);
