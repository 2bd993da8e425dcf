import { oneLine, wrap } from '../plain-text.ts';
import { bar, number } from './render.ts';
import type { GroupCard, InternCard, KeyResultCard, Scorecard } from './scorecard.ts';

/** Paints a text; the identity where colour is off. */
export type Paint = (style: 'bold' | 'dim' | 'green' | 'yellow' | 'red' | 'cyan', text: string) => string;

/** The scorecard for a terminal of `width` columns. Colour never says anything that the words do not. */
export function renderTerminal(card: Scorecard, { paint, width }: { paint: Paint; width: number }): string {
  const columns = Math.min(Math.max(width, 40), 110);
  const lines = [
    paint('bold', `${card.program} · ${card.cohort}`),
    paint('dim', `read on ${card.today} from ${card.project}; scores run from 0 to 1`),
  ];
  for (const intern of card.interns) lines.push('', ...renderIntern(intern, paint, columns));
  for (const notice of card.notices) lines.push('', paint('yellow', notice));
  lines.push('', paint('dim', "✓ achieved  ○ open  ● closed  ✗ won't do  → moved  ? not provisioned"));
  return lines.join('\n');
}

const BAR = 10;
/** Bar, number and the spaces around them. */
const TAIL = BAR + 8;

function renderIntern(intern: InternCard, paint: Paint, columns: number): string[] {
  const all = [...intern.objectives, ...intern.areas].flatMap((group) => group.keyResults);
  if (all.every(({ standing }) => standing === 'not-provisioned' || standing === 'skipped')) {
    return [paint('bold', `${intern.name} (${intern.username})`), '  not provisioned yet'];
  }
  const lines = [head(`${intern.name} (${intern.username})`, intern.score, paint, columns, 'bold')];
  const groups = (title: string, all: GroupCard[]): void => {
    if (all.length === 0) return;
    lines.push('', paint('dim', title));
    for (const group of all) {
      lines.push(head(group.title, group.score, paint, columns, 'cyan'));
      for (const result of group.keyResults) lines.push(...keyResult(result, paint, columns));
    }
  };
  groups('Objectives', intern.objectives);
  groups(
    'Areas',
    intern.areas.filter((area) => area.keyResults.length > 0),
  );
  if (intern.remarks.length > 0) {
    lines.push('', paint('yellow', 'Worth a look'));
    for (const remark of intern.remarks)
      lines.push(
        ...wrap(oneLine(`${remark.about} ${remark.message}`), columns - 4).map((text, at) =>
          at === 0 ? `  - ${text}` : `    ${text}`,
        ),
      );
  }
  return lines;
}

function color(score: number | null): 'green' | 'yellow' | 'red' | 'dim' {
  if (score === null) return 'dim';
  return score >= 0.7 ? 'green' : score >= 0.4 ? 'yellow' : 'red';
}

function head(
  title: string,
  score: number | null,
  paint: Paint,
  columns: number,
  style: 'bold' | 'cyan',
): string {
  const room = columns - TAIL;
  const fitted = toWidth(oneLine(title), room);
  return `${paint(style, fitted)} ${paint(color(score), bar(score, BAR))}  ${number(score)}`;
}

const SIGNS = {
  open: '○',
  closed: '●',
  'wont-do': '✗',
  'not-provisioned': '?',
  moved: '→',
  skipped: '–',
} as const;

function keyResult(result: KeyResultCard, paint: Paint, columns: number): string[] {
  const value = number(result.score);
  const sign = result.score === 1 ? '✓' : SIGNS[result.standing];
  const title = toWidth(oneLine(result.title), columns - 4 - 6);
  const line = `  ${paint(color(result.score), sign)} ${title}  ${value}`;
  return [line, ...wrap(result.because, columns - 6).map((text) => paint('dim', `    ${text}`))];
}

/** Cut or padded to exactly `width` characters. */
function toWidth(text: string, width: number): string {
  const letters = [...text];
  return letters.length > width
    ? `${letters.slice(0, width - 1).join('')}…`
    : text + ' '.repeat(width - letters.length);
}
