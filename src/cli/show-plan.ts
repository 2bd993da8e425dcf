/** A plan for people: on the terminal, and as Markdown for a merge request. */

import { isEmpty, type Note, type Plan, type Step } from '../model/plan.ts';
import { KINDS, type Kind } from '../model/resource.ts';
import type { Paint } from '../scorecard/render/terminal-parts.ts';
import { many, markdownText, oneLine, wrap } from '../text/plain-text.ts';

const PLURAL: Record<Kind, string> = {
  label: 'Labels',
  milestone: 'Milestones',
  epic: 'Epics',
  issue: 'Issues',
  board: 'Board',
};

const sum = (plan: Plan, what: 'create' | 'update' | 'close' | 'unchanged'): number =>
  KINDS.reduce((total, kind) => total + plan.counts[kind][what], 0);

export function summary(plan: Plan): string {
  const unchanged = sum(plan, 'unchanged');
  if (isEmpty(plan)) return `Nothing to do: all ${unchanged} resources are as they should be.`;
  const slow =
    plan.minutesByLimit > 0
      ? ` It takes at least ${plan.minutesByLimit} min, because GitLab limits how many issues are made in a minute.`
      : '';
  const closes = sum(plan, 'close');
  return `${sum(plan, 'create')} to create, ${sum(plan, 'update')} to update, ${closes > 0 ? `${closes} to close, ` : ''}${unchanged} unchanged; ${many(plan.requests, 'request')}.${slow}`;
}

function stepLine(step: Step): { sign: '+' | '~'; name: string; rest: string } {
  if (step.action === 'close')
    return { sign: '~', name: oneLine(step.name), rest: oneLine(step.details.join(' · ')) };
  if (step.action === 'create') {
    const rest = step.kind === 'label' ? step.details[1] : step.details.join(' · ');
    return { sign: '+', name: oneLine(step.name), rest: oneLine(rest ?? '') };
  }
  const rest = step.changes
    .map(({ field, from, to }) => (from === '' ? `${field}: ${to}` : `${field}: ${from} → ${to}`))
    .join('; ');
  return { sign: '~', name: oneLine(step.name), rest: oneLine(rest) };
}

/** Notes with one text stand together: what they are about becomes a list. */
function grouped(notes: Note[]): { about: string[]; code: Note['code']; message: string }[] {
  const groups = new Map<string, { about: string[]; code: Note['code']; message: string }>();
  for (const { code, about, message } of notes) {
    const id = `${code} ${message}`;
    const group = groups.get(id) ?? { about: [], code, message };
    group.about.push(oneLine(about));
    groups.set(id, group);
  }
  return [...groups.values()];
}

/** A step on one line, or on two where the terminal is too narrow for both name and details. */
export function entryLines(
  { sign, name, rest }: { sign: '+' | '~' | '·'; name: string; rest: string },
  paint: Paint,
  width: number,
): string[] {
  const head = `  ${paint(sign === '+' ? 'green' : sign === '~' ? 'yellow' : 'dim', sign)} ${name}`;
  if (rest === '') return [head];
  const fits = 4 + [...name].length + 2 + [...rest].length <= width;
  return fits ? [`${head}  ${paint('dim', rest)}`] : [head, `      ${paint('dim', rest)}`];
}

/** So many lines of a changed text are shown; `--json` and `--markdown` have all. */
const MOST_LINES = 12;

const linesOf = (step: Step): string[] =>
  step.action === 'create' || step.action === 'close'
    ? []
    : step.changes.flatMap(({ lines }) => lines ?? []).map(oneLine);

function textLines(step: Step, paint: Paint, width: number): string[] {
  const lines = linesOf(step);
  const shown = lines.slice(0, MOST_LINES).map((line) => {
    const color = line.startsWith('+') ? 'green' : line.startsWith('-') ? 'red' : 'dim';
    const text = [...line].length > width - 6 ? `${[...line].slice(0, width - 7).join('')}…` : line;
    return `      ${paint(color, text)}`;
  });
  const more = lines.length - MOST_LINES;
  return more > 0 ? [...shown, `      ${paint('dim', `… and ${more} more`)}`] : shown;
}

/** Why provision would not carry this out, and what allows it. */
export const refusalLines = ({ refusals }: Plan): string[] =>
  refusals.map(({ what, because }) =>
    oneLine(
      `provision refuses this: ${because}. If it is what you want: ${what === 'early' ? '--early' : `--allow ${what}`}`,
    ),
  );

/** The plan as text; `width` is the terminal's, or Infinity for a log. */
export function planAsText(plan: Plan, paint: Paint, width: number): string {
  const lines = [
    paint('bold', `${plan.program} · ${plan.cohort}`),
    paint('dim', `${plan.project} on ${plan.host}, ${plan.today}`),
  ];
  for (const kind of KINDS) {
    const steps = plan.steps.filter((step) => step.kind === kind);
    if (steps.length === 0) continue;
    const { create, update, close, unchanged } = plan.counts[kind];
    const counts = [
      ...(create > 0 ? [`${create} to create`] : []),
      ...(update > 0 ? [`${update} to update`] : []),
      ...(close > 0 ? [`${close} to close`] : []),
      ...(unchanged > 0 ? [`${unchanged} unchanged`] : []),
    ];
    lines.push('', `${paint('bold', PLURAL[kind])}  ${paint('dim', counts.join(', '))}`);
    for (const step of steps)
      lines.push(...entryLines(stepLine(step), paint, width), ...textLines(step, paint, width));
  }
  const notes = grouped(plan.notes);
  if (notes.length > 0) {
    lines.push('', paint('bold', 'Notes'));
    for (const { about, message } of notes) {
      const head = about.length === 1 ? about[0] : `Each of ${about.length}`;
      const text = wrap(`${head}: ${oneLine(message)}`, width - 4);
      lines.push(...text.map((line, at) => (at === 0 ? `  ! ${line}` : `    ${line}`)));
      if (about.length > 1) lines.push(...about.map((each) => `      ${each}`));
    }
  }
  const mails = Object.entries(plan.mails);
  if (mails.length > 0) {
    lines.push('', paint('bold', 'E-mails that GitLab will send'));
    lines.push(`  ${mails.map(([name, count]) => `${name} ${count}`).join(', ')}`);
  }
  if (plan.links.length > 0) {
    lines.push('', paint('bold', 'Boards'));
    for (const { title, url } of plan.links) lines.push(`  ${oneLine(title)}: ${url}`);
  }
  lines.push('', paint('bold', summary(plan)));
  for (const line of refusalLines(plan))
    lines.push(...wrap(line, width - 2).map((each, at) => `${at === 0 ? '! ' : '  '}${each}`));
  return lines.join('\n');
}

export function planAsMarkdown(plan: Plan): string {
  const lines = [
    `## Plan: ${markdownText(plan.program)}, ${markdownText(plan.cohort)}`,
    '',
    `**${summary(plan)}**`,
    ...refusalLines(plan).flatMap((line) => ['', markdownText(line)]),
  ];
  for (const kind of KINDS) {
    const steps = plan.steps.filter((step) => step.kind === kind);
    if (steps.length === 0) continue;
    lines.push('', `### ${PLURAL[kind]}`, '', '| | What | |', '|---|---|---|');
    for (const step of steps) {
      const { sign, name, rest } = stepLine(step);
      lines.push(`| \`${sign}\` | ${markdownText(name)} | ${markdownText(rest)} |`);
    }
  }
  const texts = plan.steps.filter((step) => linesOf(step).length > 0);
  if (texts.length > 0) lines.push('', '### Texts');
  for (const step of texts) {
    // A longer block than any in the text.
    const block = '`'.repeat(
      Math.max(...linesOf(step).map((line) => /`{3,}/.exec(line)?.[0].length ?? 0), 2) + 1,
    );
    lines.push('', markdownText(step.name), '', `${block}diff`, ...linesOf(step), block);
  }
  const notes = grouped(plan.notes);
  if (notes.length > 0) {
    lines.push('', '### Notes', '');
    for (const { about, message } of notes)
      lines.push(`- ${about.map(markdownText).join(', ')}: ${markdownText(message)}`);
  }
  const mails = Object.entries(plan.mails);
  if (mails.length > 0) {
    lines.push(
      '',
      '### E-mails',
      '',
      `GitLab will send: ${mails.map(([name, count]) => `${markdownText(name)} ${count}`).join(', ')}.`,
    );
  }
  return lines.join('\n');
}
