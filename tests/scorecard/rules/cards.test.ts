/**
 * Whole scorecards of whole histories: the internship at the end of weeks 5 and 12, whose numbers are worked out in
 * scores-by-hand.md and checked through the front (tests/scenarios/schedule.test.ts); an internship in which everything odd happens that a
 * remark knows; and the two other programs. `npm run cards` writes them anew; the difference is to be read line by line.
 */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { cardOfKept, readKept } from '../../support/cards.ts';

const FOLDER = 'tests/fixtures/cards';
const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'));

test.each(names)('%s: every card is what it was, from the program to the last remark', (name) => {
  const kept = readKept(`${FOLDER}/${name}`);
  for (const [day, card] of Object.entries(kept.cards)) expect(cardOfKept(kept, day), day).toEqual(card);
});

test('there are histories of three programs', () => {
  expect(names.length).toBeGreaterThanOrEqual(6);
});
