/** Renderings of one scorecard. Numbers become words here; templates only place them. */
import { linkTarget, markdownText } from '../plain-text.ts';
import { Markdown, type Render } from '../templates.ts';
import type { GroupCard, InternCard, KeyResultCard, Scorecard } from './scorecard.ts';

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

function words(group: GroupCard): string {
  const counted = group.keyResults.filter((result) => result.standing !== 'skipped');
  const done = counted.filter((result) => result.score === 1).length;
  const unscored = counted.filter((result) => result.score === null).length;
  return `${done} of ${counted.length} achieved${unscored > 0 ? `, ${unscored} not scored` : ''}`;
}

const groupsOf = (intern: InternCard): GroupCard[] => [
  ...intern.objectives,
  ...intern.areas.filter((area) => area.keyResults.length > 0),
];

/** The block for the epic, without marks. `date` is the day it is written, `YYYY-MM-DD`. */
export function renderBlock(intern: InternCard, notices: string[], date: string, render: Render): string {
  const row = (group: GroupCard): object => ({
    title: group.title,
    score: number(group.score),
    bar: new Markdown(bar(group.score)),
    words: words(group),
  });
  const all = groupsOf(intern).flatMap((group) => group.keyResults);
  const achieved = all.filter((result) => result.score === 1).length;
  return render('scorecard-block', {
    score: number(intern.score),
    bar: new Markdown(bar(intern.score)),
    words: `${achieved} of ${all.filter((result) => result.standing !== 'skipped').length} key results achieved`,
    objectives: intern.objectives.map(row),
    hasAreas: intern.areas.some((area) => area.keyResults.length > 0),
    areas: intern.areas.filter((area) => area.keyResults.length > 0).map(row),
    hasRemarks: intern.remarks.length + notices.length > 0,
    remarks: [...intern.remarks.map(({ about, message }) => `${about} ${message}`), ...notices],
    date,
  });
}

/** What people wrote as evidence: plain text, in which web addresses stay links. */
function withLinks(text: string): Markdown {
  const parts = text.split(/(https?:\/\/[^\s<>"'`)\]|]+)/g);
  return new Markdown(
    parts
      .map((part, at) => (at % 2 === 1 ? `<${linkTarget(part)}>` : markdownText(part)))
      .join(' ')
      .trim(),
  );
}

/** The whole scorecard as a Markdown file. */
export function renderReport(card: Scorecard, render: Render): string {
  const title = (result: KeyResultCard): Markdown | string =>
    result.url === null
      ? result.title
      : new Markdown(`[${markdownText(result.title)}](${linkTarget(result.url)})`);
  const text = render('scorecard-report', {
    program: card.program,
    cohort: card.cohort,
    today: card.today,
    project: card.project,
    interns: card.interns.map((intern) => ({
      title: intern.name,
      score: number(intern.score),
      groups: groupsOf(intern).map((group) => ({
        title: group.title,
        score: number(group.score),
        keyResults: group.keyResults.map((result) => ({
          title: title(result),
          score: number(result.score),
          because: result.because,
          evidence: withLinks(result.evidence),
        })),
      })),
      hasRemarks: intern.remarks.length > 0,
      remarks: intern.remarks.map(({ about, message }) => `${about} ${message}`),
    })),
  });
  return `${text}\n`;
}
