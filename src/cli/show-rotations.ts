/** A rotation plan for people: a line an intern, a column a week. */
import { addDays, shortDay } from '../model/dates.ts';
import { mondayAt, type Stay, type Task } from '../planner/task.ts';
import type { Paint } from '../scorecard/render/terminal-parts.ts';
import { initialsOf } from '../text/initials.ts';
import { oneLine } from '../text/plain-text.ts';

export function rotationsAsText(task: Task, plan: Stay[], paint: Paint, columns: number): string {
  const codes = initialsOf(task.teams);
  const names = Math.min(24, Math.max(...task.trainees.map(({ name }) => oneLine(name).length), 6));
  const perBlock = Math.max(4, Math.floor((columns - names - 2) / 3));
  const lines: string[] = [];
  for (let first = 0; first < task.weeks; first += perBlock) {
    const weeks = Array.from({ length: Math.min(perBlock, task.weeks - first) }, (_, at) => first + at);
    if (first > 0) lines.push('');
    lines.push(
      paint(
        'dim',
        `${'Week'.padEnd(names)}  ${weeks.map((week) => String(week + 1).padEnd(3)).join('')}`.trimEnd(),
      ),
    );
    for (const { username, name, from, until, away } of task.trainees) {
      const cells = weeks.map((week) => {
        const there = plan.filter(
          (each) => each.intern === username && each.at <= week && week < each.at + each.weeks,
        );
        if (there.length > 1) return '!!';
        const [only] = there;
        if (only) return codes.get(only.area) ?? '??';
        return week < from || week >= until ? '  ' : away.has(week) ? '××' : '··';
      });
      const shown = [...oneLine(name)].slice(0, names).join('');
      lines.push(`${shown.padEnd(names)}  ${cells.map((cell) => cell.padEnd(3)).join('')}`.trimEnd());
    }
  }
  return [
    ...lines,
    '',
    ...[...codes].map(([key, code]) => {
      const team = task.teams.find((each) => each.key === key);
      const room = [...new Set(team?.places ?? [])].map((each) => each ?? 'any number').join(' or ');
      return `${code}  ${oneLine(team?.title ?? key)}, ${room} at once`;
    }),
    '··  idle    ××  away',
    `Week 1 begins on ${shortDay(task.monday)} ${task.monday.slice(0, 4)}.`,
  ].join('\n');
}

/** `22 Mar – 2 Apr` */
export const spanText = (task: Task, { at, weeks }: Stay): string =>
  `${shortDay(mondayAt(task, at))} – ${shortDay(addDays(mondayAt(task, at + weeks - 1), 4))}`;
