/** The plan of an archive for people: by kind, with what each thing has and what is done with it. */

import { isEmpty, type Plan } from '../model/plan.ts';
import type { Kind } from '../model/resource.ts';
import type { Paint } from '../scorecard/render/terminal-parts.ts';
import { oneLine } from '../text/plain-text.ts';
import { entryLines } from './show-plan.ts';

const TITLES: [Kind, string][] = [
  ['issue', 'Key results that are open'],
  ['milestone', 'Milestones'],
  ['epic', 'Epics'],
];

/** `title` is the cohort's. */
export function archiveAsText(plan: Plan, title: string, paint: Paint, width: number): string {
  const lines = [
    paint('bold', `Archive of ${oneLine(title)}`),
    paint('dim', `${plan.project}, ${plan.today}`),
  ];
  for (const [kind, heading] of TITLES) {
    const closed = plan.steps.flatMap((step) =>
      step.action === 'close' && step.kind === kind ? [step] : [],
    );
    const left = plan.notes.filter((note) => note.code === 'left-open' && note.kind === kind);
    if (closed.length + left.length === 0) continue;
    const counts = [
      ...(closed.length > 0 ? [`${closed.length} to close`] : []),
      ...(left.length > 0 ? [`${left.length} left open`] : []),
    ];
    lines.push('', `${paint('bold', heading)}  ${paint('dim', counts.join(', '))}`);
    for (const { name, details } of closed) {
      const rest = oneLine(details.join(' · '));
      lines.push(...entryLines({ sign: '~', name: oneLine(name), rest }, paint, width));
    }
    for (const { about, message } of left)
      lines.push(...entryLines({ sign: '·', name: oneLine(about), rest: oneLine(message) }, paint, width));
  }
  const sum = isEmpty(plan) ? 'Nothing to do.' : `${plan.steps.length} to close; everything is kept.`;
  return [...lines, '', paint('bold', sum)].join('\n');
}
