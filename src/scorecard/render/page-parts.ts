/** The parts of the HTML page, as data for the templates that place them. */
import { shortDay } from '../../model/dates.ts';
import { piecesOf } from '../../text/plain-text.ts';
import { bandOf } from '../rules/expected.ts';
import type { GroupCard, KeyResultCard, Remark, Scorecard } from '../scorecard.ts';
import { achievedWords, HEALTH_SIGN, healthWords, number, percent, STANDING_WORDS } from './words.ts';

/** Only web addresses become links. */
export const href = (url: string | null): string | false =>
  url !== null && /^https?:\/\//.test(url) ? url : false;

/** A position for a style sheet; a number alone would be escaped all the same. */
export const at = (share: number): string => {
  const shown = Number((share * 100).toFixed(1));
  // A bar is neither full nor empty while the score is not.
  if (shown >= 100 && share < 1 - 1e-9) return '99.9';
  return shown === 0 && share > 1e-9 ? '0.1' : String(shown);
};

export function meter(score: number | null, expected: number, { bands }: Scorecard): object {
  return {
    scored: score !== null,
    number: number(score),
    width: at(score ?? 0),
    tick: at(expected),
    hasTick: expected > 0 && score !== null,
    band: score === null ? 'none' : (['low', 'middle', 'high'] as const)[bandOf(score, bands)],
    label: score === null ? 'no score' : `score ${number(score)}, expected ${number(expected)}`,
  };
}

export const health = (of: Pick<GroupCard, 'health' | 'score'> & { left?: string | null }): object => ({
  has: of.health !== null,
  words: of.health ?? healthWords(of),
  sign: of.health === null ? '' : HEALTH_SIGN[of.health],
  class: (of.health ?? 'none').replaceAll(' ', '-'),
});

/** Text of people, in which web addresses become links. */
export const pieces = (text: string): object[] =>
  piecesOf(text).map(({ url, ...rest }) => ({ ...rest, url: url ?? false }));

export function keyResultRow(result: KeyResultCard, card: Scorecard): object {
  const due = result.due === null ? 'no due date' : shortDay(result.due);
  return {
    title: result.title,
    url: href(result.url),
    meter: meter(result.score, result.expected, card),
    health: health(result),
    because: stateWords(result),
    when: result.carriedOver ? `${due}, carried over` : due,
    closed: result.closedOn === null ? false : shortDay(result.closedOn),
    confidence: result.confidence === null ? false : percent(result.confidence),
    hasEvidence: result.evidence !== '',
    evidence: pieces(result.evidence),
    aspirational: result.ambition === 'aspirational',
    weight: result.weight === 1 ? false : String(result.weight),
    rule: result.explained.rule,
    source: result.explained.source,
    inputs: result.explained.inputs,
    arithmetic: result.explained.arithmetic,
  };
}

/** `open, 4 of 5 boxes ticked`; a state that says everything stands alone. */
function stateWords({ standing, because, waitsFor }: KeyResultCard): string {
  const state = STANDING_WORDS[standing];
  const waits = standing === 'open' && waitsFor.length > 0 ? `; waits for ${waitsFor.join(', ')}` : '';
  return `${because.includes(state) ? because : `${state}, ${because}`}${waits}`;
}

export function groupOf(group: GroupCard, card: Scorecard): object {
  return {
    title: group.title,
    meter: meter(group.score, group.expected, card),
    health: health(group),
    words: achievedWords(group),
    weight: group.weight === 1 ? false : String(group.weight),
    arithmetic: group.explained.arithmetic,
    keyResults: group.keyResults.map((result) => keyResultRow(result, card)),
  };
}

export const remarkOf = ({ about, message, remedy, url }: Remark): object => ({
  about,
  message,
  remedy: remedy === '' ? false : remedy,
  url: href(url),
});
