/** Numbers, bars and states as people read them. Templates only place what is made here. */
import type { GroupCard, Health, InternCard, KeyResultCard, Scorecard, Standing } from '../scorecard.ts';

const STEPS = 10;

/** `███████░░░`; a dotted line when there is no score. */
export function bar(score: number | null, width = STEPS): string {
  if (score === null) return '·'.repeat(width);
  const filled = Math.round(score * width);
  return '█'.repeat(filled) + '░'.repeat(width - filled);
}

/** Two decimals; never rounded up to a 1.00 that was not reached. */
export function number(score: number | null): string {
  if (score === null) return '–';
  return (score < 1 ? Math.min(score, 0.994) : 1).toFixed(2);
}

export const percent = (share: number): string => `${Math.round(share * 100)} %`;

/** A sign for each state, so that colour never speaks alone. */
export const HEALTH_SIGN: Record<NonNullable<Health>, string> = {
  'not started': '○',
  'on track': '●',
  'needs attention': '▲',
  'at risk': '■',
  stale: '◌',
  done: '✓',
};

export const healthWords = (health: Health): string =>
  health === null ? 'no score' : `${HEALTH_SIGN[health]} ${health}`;

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
export function achievedWords({ keyResults }: GroupCard): string {
  const counted = keyResults.filter(({ standing }) => standing !== 'skipped');
  const done = counted.filter(({ score }) => score === 1).length;
  const unscored = counted.filter(({ score }) => score === null).length;
  return `${done} of ${counted.length} achieved${unscored > 0 ? `, ${unscored} not scored` : ''}`;
}

/** Objectives, then the areas that have key results. */
export const groupsOf = (intern: InternCard): GroupCard[] => [
  ...intern.objectives,
  ...intern.areas.filter(({ keyResults }) => keyResults.length > 0),
];

export const resultsOf = (intern: InternCard): KeyResultCard[] =>
  groupsOf(intern).flatMap(({ keyResults }) => keyResults);
