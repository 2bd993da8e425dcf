/** Lines of the scorecard on a terminal. */
import { shortDay } from '../../model/dates.ts';
import { oneLine, wrap } from '../../text/plain-text.ts';
import type { Health, KeyResultCard, Scorecard } from '../scorecard.ts';
import type { Next } from './views.ts';
import { bar, HEALTH_SIGN, number, percent } from './words.ts';

/** Paints a text; the identity where colour is off. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan', text: string) => string;

export interface Sheet {
  card: Scorecard;
  paint: Paint;
  columns: number;
}

export const BAR = 10;

/** Bar, number, sign and the spaces around them. */
const TAIL = BAR + 10;

export const item = (text: string, { columns }: Sheet): string[] =>
  wrap(oneLine(text), columns - 4).map((line, at) => (at === 0 ? `  - ${line}` : `    ${line}`));

export function color(health: Health): 'green' | 'yellow' | 'red' | 'dim' {
  if (health === 'on track' || health === 'done') return 'green';
  if (health === 'needs attention' || health === 'stale') return 'yellow';
  return health === 'at risk' ? 'red' : 'dim';
}

export function head(
  name: string,
  { score, health }: { score: number | null; health: Health },
  { paint, columns }: Sheet,
  style: 'bold' | 'cyan',
): string {
  const shown = `${paint(style, toWidth(oneLine(name), columns - TAIL))} ${paint(color(health), bar(score, BAR))}`;
  // Nothing is painted behind the number where there is nothing to say.
  const sign = health === null ? '' : ` ${paint(color(health), HEALTH_SIGN[health])}`;
  return `${shown}  ${number(score).padStart(4)}${sign}`;
}

function signOf({ standing, score, health }: KeyResultCard): string {
  if (standing === 'wont-do') return '✗';
  if (standing === 'skipped') return '–';
  if (score === null) return '?';
  // Nobody is judged any more who left; what was achieved is.
  return health === null ? (score >= 1 ? '✓' : '·') : HEALTH_SIGN[health];
}

/** The day itself is over before the schedule judges it: what is due on it is said. */
export const isDueToday = (
  { standing, due, score }: KeyResultCard,
  { today, asOf }: Sheet['card'],
): boolean => standing === 'open' && due === today && asOf === null && (score ?? 0) < 1;

export function keyResult(result: KeyResultCard, { paint, columns, card }: Sheet): string[] {
  const name = toWidth(oneLine(result.title), columns - 4 - 8);
  const line = `  ${paint(color(result.health), signOf(result))} ${name}  ${number(result.score).padStart(4)}`;
  const confidence = result.confidence === null ? '' : `; confidence ${percent(result.confidence)}`;
  const waits =
    result.standing === 'open' && result.waitsFor.length > 0
      ? `; waits for ${result.waitsFor.join(', ')}`
      : '';
  const because = `${result.because}${isDueToday(result, card) ? ', due today' : ''}${waits}${confidence}`;
  return [line, ...wrap(oneLine(because), columns - 6).map((text) => paint('dim', `    ${text}`))];
}

export function next(all: Next[], sheet: Sheet): string[] {
  if (all.length === 0) return ['  Nothing is open.'];
  return all.flatMap(({ result, group }) => {
    const due = result.due === null ? 'no due date' : `due ${shortDay(result.due)}`;
    return [
      ...keyResult(result, sheet),
      sheet.paint('dim', `    ${toWidth(`${due}, ${oneLine(group.title)}`, sheet.columns - 6).trimEnd()}`),
    ];
  });
}

/** Cut or padded to exactly `width` characters. */
export function toWidth(text: string, width: number): string {
  const letters = [...text];
  return letters.length > width
    ? `${letters.slice(0, Math.max(width - 1, 0)).join('')}…`
    : text + ' '.repeat(width - letters.length);
}
