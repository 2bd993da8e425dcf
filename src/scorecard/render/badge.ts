/** A badge for a README. */

import type { Render } from '../../text/templates.ts';
import type { Scorecard } from '../scorecard.ts';
import { number } from './words.ts';

const BADGE_COLORS: Record<string, string> = {
  done: '#1a7f37',
  'on track': '#1a7f37',
  'needs attention': '#8a5a00',
  'at risk': '#b3261e',
};

/** A badge for a README: one intern's score and health, or how many of the cohort are on track. */
export function renderBadge(card: Scorecard, render: Render): string {
  const only = card.interns.length === 1 ? card.interns[0] : undefined;
  const good = card.interns.filter(({ health: one }) => one === 'on track' || one === 'done').length;
  const value = only
    ? `${number(only.score)} ${only.health ?? 'no score'}`
    : `${good} of ${card.interns.length} on track`;
  const worst = only
    ? (only.health ?? 'none')
    : good === card.interns.length
      ? 'on track'
      : 'needs attention';
  const label = card.program;
  // Verdana 11 is about 6.6 wide; a badge that is a little too wide is no harm.
  const width = (text: string): number => Math.round([...text].length * 6.6) + 12;
  const left = width(label);
  const right = width(value);
  const text = render('badge', {
    label,
    value,
    width: String(left + right),
    left: String(left),
    right: String(right),
    labelAt: String(left / 2),
    valueAt: String(left + right / 2),
    color: BADGE_COLORS[worst] ?? '#59636e',
  });
  return `${text}\n`;
}
