/** Mermaid in an epic: who is where when, and the ladder that the program leads to. */
import { addDays, daysBetween } from '../model/dates.ts';
import { initialsOf } from '../text/initials.ts';
import { mermaidText } from '../text/plain-text.ts';
import { Markdown } from '../text/templates.ts';
import type { Enrolment } from './enrolment.ts';

/** GitLab draws at most 2,000 characters of Mermaid a page, all diagrams together (docs/gitlab.md#markdown); rather none than a warning. */
export const MERMAID_BUDGET = 1900;

const HEAD = ['gantt', '  dateFormat YYYY-MM-DD', '  axisFormat %d %b'];

/** A task's name: never empty, and never one of the diagram's own words. */
function taskName(title: string, index: number): string {
  const name = mermaidText(title);
  const own =
    /^(?:section|title|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend|click|call|gantt|topAxis|inclusiveEndDates|\d{4}-\d\d-\d\d|accTitle|accDescr)\b/i;
  return name === '' || own.test(name) ? `${index + 1} ${name}`.trim() : name;
}

/** The rotations of one intern; null where there are none, or more than GitLab draws. */
export function ownGantt({ rotations }: Enrolment): Markdown | null {
  if (rotations.length === 0) return null;
  const text = [
    ...HEAD,
    ...rotations.map(
      ({ title, span }, index) => `  ${taskName(title, index)} : ${span.start}, ${addDays(span.end, 1)}`,
    ),
  ].join('\n');
  return text.length > MERMAID_BUDGET ? null : new Markdown(text);
}

/** The same with as many of the others as GitLab draws, who are shown by the initials of their teams, and how many are left out. */
export function cohortGantt(own: Enrolment, all: Enrolment[]): { chart: Markdown; leftOut: number } | null {
  const others = all.filter(
    ({ epic, rotations, left }) => epic !== own.epic && rotations.length > 0 && left === null,
  );
  const initials = initialsOf([own, ...others].flatMap(({ rotations }) => rotations));
  const isShared = (name: string): boolean =>
    [own, ...others].filter((each) => mermaidText(each.intern.name) === mermaidText(name)).length > 1;
  const lines = (
    { intern, rotations }: Enrolment,
    nameOf: (rotation: Enrolment['rotations'][number]) => string,
    at: number,
  ): string[] => [
    // Two of one name would be one section.
    `  section ${taskName(intern.name, at)}${isShared(intern.name) ? ` ${at + 1}` : ''}`,
    ...rotations.map(
      (each) => `  ${nameOf(each)} : ${each.span.start}, ${daysBetween(each.span.start, each.span.end) + 1}d`,
    ),
  ];
  const short = ({ key }: { key: string }): string => initials.get(key) ?? '';
  let text = [...HEAD, ...lines(own, (each) => taskName(`${short(each)} ${each.title}`, 0), 0)].join('\n');
  if (own.rotations.length === 0 || text.length > MERMAID_BUDGET) return null;
  let shown = 0;
  for (const [at, other] of others.entries()) {
    const longer = `${text}\n${lines(other, short, at + 1).join('\n')}`;
    if (longer.length > MERMAID_BUDGET) continue;
    text = longer;
    shown += 1;
  }
  return { chart: new Markdown(text), leftOut: others.length - shown };
}

/** The career ladder of the target role, in what the chart of the rotations has left of the page's budget. */
export function ladder({ target }: Enrolment, budget: number): Markdown | null {
  const steps = target?.role.ladder ?? [];
  if (!target || steps.length === 0) return null;
  const titles = [...new Set(steps.flatMap(({ from, to }) => [from, to]))];
  const id = (title: string): string => `n${titles.indexOf(title)}`;
  const text = [
    'graph LR',
    ...titles.map((title) => `  ${id(title)}("${mermaidText(title)}")`),
    ...steps.map(({ from, to }) => `  ${id(from)} --> ${id(to)}`),
    ...(titles.includes(target.level.title) ? [`  style ${id(target.level.title)} stroke-width:3px`] : []),
  ].join('\n');
  return text.length > budget ? null : new Markdown(text);
}
