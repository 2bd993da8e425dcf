/** G6: random histories of people's acts between any of our requests. */
import { expect, test } from 'vitest';
import { live } from '../support/histories.ts';
import { record } from '../support/record.ts';
import { provisioned } from '../support/stage.ts';

const SEEDS = Number(process.env.SEEDS ?? 2000);
const FIRST = Number(process.env.FIRST_SEED ?? 1);

test('G6: what people write, tick, move, assign and close stays, whatever the template does meanwhile', async () => {
  const { sandbox } = await provisioned();
  let acts = 0;
  let writes = 0;
  for (let seed = FIRST; seed < FIRST + SEEDS; seed += 1) {
    const history = await live(sandbox.state, seed);
    expect(history.complaints, `replay with SEEDS=1 FIRST_SEED=${seed}\n${history.acts.join('\n')}`).toEqual(
      [],
    );
    acts += history.acts.length;
    writes += history.writes;
  }
  record({
    guarantee: 'G6 people',
    fault: `${acts} acts of people and runs in random order, ${writes} writes of ours watched`,
    schedules: SEEDS,
    result: 'every byte outside the markers equal, edits inside kept, ticks kept, nothing reopened',
  });
});
