/** G4: two and three runs race, with every interleaving drawn from a seed, milestones without an index, and faults. */
import { expect, test } from 'vitest';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { LOST_ANSWERS, type LostAnswer, race } from '../support/race.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, stage } from '../support/stage.ts';

const SEEDS = Number(process.env.SEEDS ?? 300);
const FIRST = Number(process.env.FIRST_SEED ?? 1);

/** What passes: locks, limits, and answers that were cut after the work was done. */
const PASSING: readonly LostAnswer[] = ['409 before', '429 before', 'cut after'];

test.each([
  { runs: 2, faults: 0, kinds: LOST_ANSWERS },
  { runs: 2, faults: 0.1, kinds: PASSING },
  { runs: 2, faults: 0.1, kinds: LOST_ANSWERS },
  { runs: 3, faults: 0, kinds: LOST_ANSWERS },
  { runs: 3, faults: 0.1, kinds: PASSING },
  { runs: 3, faults: 0.1, kinds: LOST_ANSWERS },
])('G4: $runs runs race, $faults of the answers: $kinds', async ({ runs, faults, kinds }) => {
  const twice = { epics: 0, issues: 0 };
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const replay = `replay with SEEDS=1 FIRST_SEED=${seed}`;
    // A milestone's title is only validated: two requests close together both pass.
    const { sandbox, kickoff } = stage({ raceWindow: seed % 3 === 0 ? 0 : 6 });
    const court = race(sandbox, seed, faults, kinds);
    const racing = Array.from({ length: runs }, () =>
      kickoff(['provision', EXAMPLE, '--yes', '--quiet'], { fetch: court.fetch }),
    );
    await court.drive(racing);
    for (const { code, err } of await Promise.all(racing)) {
      // Who lost stops before its first issue, and says so.
      expect(faults > 0 ? [0, 3, 75] : [0, 75], `${replay}: ${err}`).toContain(code);
    }
    twice.issues += sandbox.state.issues.length - 21;
    twice.epics += sandbox.state.epics.length - 1;
    // The label tells two runs apart before anything is made; who begins later is told by the epic, or by issues that appear.
    if (faults === 0) {
      expect(sandbox.state.epics.length, replay).toBeLessThanOrEqual(runs);
      expect(sandbox.state.issues.length, replay).toBeLessThanOrEqual(21 + 2 * (runs - 1));
    }
    // Faults may leave work for the next run; without them one of the runs did everything.
    {
      const next = await kickoff(['provision', EXAMPLE, '--yes', '--quiet']);
      expect(next.code, `${replay}: ${next.err}`).toBe(0);
    }
    expect(duplicatesAndMissing(sandbox.state, ONE_INTERN), replay).toEqual({ duplicates: 0, missing: 0 });
  }
  const what = kinds === PASSING ? 'locked, limited or cut' : 'lost or late';
  const fault = `${runs} runs at once${faults > 0 ? `, ${faults * 100} % of the answers ${what}` : ''}`;
  record({
    guarantee: 'G4 race',
    fault,
    schedules: SEEDS,
    result: `0 duplicates, 0 missing (resolved on the way: ${twice.epics} epics, ${twice.issues} issues)`,
  });
});
