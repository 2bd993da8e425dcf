/** Numbers, bars and states as people read them. Templates only place what is made here. */
import { shortDay } from '../../model/dates.ts';
import type { Words } from '../../text/words.ts';
import type { GroupCard, Health, InternCard, KeyResultCard, Scorecard, Standing } from '../scorecard.ts';

const STEPS = 10;

/** Fractions are sums of binary ones: what misses a bound by so little is on it. */
const TINY = 1e-9;

/** `███████░░░`; a dotted line when there is no score. */
export function bar(score: number | null, width = STEPS): string {
  if (score === null) return '·'.repeat(width);
  // Ten cells are coarse: half a cell may be none, but full is only what is whole.
  const rounded = Math.round(score * width);
  const filled = score < 1 - TINY ? Math.min(rounded, width - 1) : width;
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Where a shown number changes what people think: whole, none, and the bounds of bands, health and ambition. */
const BOUNDS = [0.4, 0.6, 0.7, 0.75, 0.85, 0.95, 1];

/** In whole parts of `steps`, rounded; but never full or empty while it is not. */
function partsOf(share: number, steps: number): number {
  const rounded = Math.round(share * steps);
  if (share < 1 - TINY && rounded >= steps) return steps - 1;
  return share > TINY && rounded === 0 ? 1 : rounded;
}

/** Two decimals; what is shown lies on the same side of each bound as the exact value. */
export function number(score: number | null): string {
  if (score === null) return '–';
  const shown = partsOf(score, 100);
  const crosses = BOUNDS.some((bound) => score < bound - TINY && shown >= Math.round(bound * 100));
  return ((crosses ? shown - 1 : shown) / 100).toFixed(2);
}

export const percent = (share: number): string => `${partsOf(share, 100)} %`;

/** A sign for each state, so that colour never speaks alone. */
export const HEALTH_SIGN: Record<NonNullable<Health>, string> = {
  'not started': '○',
  'on track': '●',
  'needs attention': '▲',
  'at risk': '■',
  stale: '◌',
  done: '✓',
};

/** A state for people, in English where nothing else is told: that somebody left stands in place of a health. */
export function healthWords(
  { health, score, left = null }: { health: Health; score: number | null; left?: string | null },
  words?: Words,
): string {
  if (left !== null)
    return words ? words.say('card.left', { day: words.day(left) }) : `left ${shortDay(left)}`;
  if (health !== null)
    return `${HEALTH_SIGN[health]} ${words ? words.say(`health.${health.replaceAll(' ', '-')}`) : health}`;
  if (score !== null) return '–';
  return words ? words.say('card.none') : 'no score';
}

/** The day until which the schedule is looked at; after the end nothing more is expected. */
export function expectedUntil({ judgedOn, interns }: Scorecard): string {
  const end = interns.map(({ span }) => span.end).reduce((last, each) => (each > last ? each : last), '');
  return end !== '' && end < judgedOn ? end : judgedOn;
}

export const STANDING_WORDS: Record<Standing, string> = {
  open: 'open',
  closed: 'closed',
  'wont-do': "won't do",
  duplicate: 'duplicate',
  moved: 'moved away',
  'not-provisioned': 'not provisioned',
  skipped: 'left out',
};

/** `3 of 4 achieved, 1 not scored` */
export function achievedWords({ keyResults }: GroupCard, words?: Words): string {
  const counted = keyResults.filter(({ standing }) => standing !== 'skipped');
  const done = counted.filter(({ score }) => score === 1).length;
  const unscored = counted.filter(({ score }) => score === null).length;
  if (!words) return `${done} of ${counted.length} achieved${unscored > 0 ? `, ${unscored} not scored` : ''}`;
  const said = words.say('card.achieved-part', { done, count: counted.length });
  return unscored > 0 ? words.say('card.unscored', { words: said, count: unscored }) : said;
}

/** Objectives, then the areas that have key results. */
export const groupsOf = (intern: InternCard): GroupCard[] => [
  ...intern.objectives,
  ...intern.areas.filter(({ keyResults }) => keyResults.length > 0),
];

export const resultsOf = (intern: InternCard): KeyResultCard[] =>
  groupsOf(intern).flatMap(({ keyResults }) => keyResults);
