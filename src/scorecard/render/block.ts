/**
 * The block in the epic: short, and still. Nothing in it moves with the calendar alone except once a week, so that it is
 * written only when a score or a state that it shows has changed.
 */
import { shortDay } from '../../model/dates.ts';
import { LABEL } from '../../model/labels.ts';
import { linkTarget, markdownText } from '../../text/plain-text.ts';
import { Markdown, type Render } from '../../text/templates.ts';
import type { GroupCard, InternCard, Remark, Scorecard } from '../scorecard.ts';
import { achievedWords, bar, healthWords, number, resultsOf } from './words.ts';

/** More than these are in the report. */
const MOST_REMARKS = 8;

export interface BlockInput {
  /** Without what is confidential. */
  intern: InternCard;
  card: Scorecard;
  notices: string[];
  /** The label of the cohort: who takes part twice has key results in both. */
  cohortLabel: string;
  /** The day it is written, `YYYY-MM-DD`. */
  date: string;
  /** The program is over and nothing will be written after this. */
  last: boolean;
}

export function renderBlock(
  { intern, card, notices, cohortLabel, date, last }: BlockInput,
  render: Render,
): string {
  const row = (group: GroupCard): object => ({
    title: group.title,
    score: number(group.score),
    bar: new Markdown(bar(group.score)),
    health: healthWords(group),
    words: achievedWords(group),
  });
  const all = resultsOf(intern);
  const areas = intern.areas.filter(({ keyResults }) => keyResults.length > 0);
  const remarks = [...intern.remarks.slice(0, MOST_REMARKS).map(remarkLine), ...notices];
  const more = intern.remarks.length - MOST_REMARKS;
  return render('scorecard-block', {
    score: number(intern.score),
    bar: new Markdown(bar(intern.score)),
    health: healthWords(intern),
    words: `${all.filter(({ score }) => score === 1).length} of ${all.filter(({ standing }) => standing !== 'skipped').length} key results achieved`,
    hasRotations: intern.rotations.length > 0,
    rotations: strip(intern),
    hasChanges: intern.changes !== null,
    changes: changesLine(intern),
    objectives: intern.objectives.map(row),
    hasAreas: areas.length > 0,
    areas: areas.map(row),
    hasRemarks: remarks.length > 0,
    remarks: more > 0 ? [...remarks, `And ${more} more, in the report.`] : remarks,
    project: new Markdown(card.project),
    labels: [cohortLabel, LABEL.intern(intern.key), LABEL.keyResult].map((label) => new Markdown(label)),
    date,
    last,
    band: intern.band ?? '',
  });
}

/** `✓ A · ▶ B until 26 Mar · C` */
function strip({ rotations }: InternCard): Markdown {
  const part = ({ title, span, when }: InternCard['rotations'][number]): string => {
    const name = markdownText(title);
    if (when === 'past') return `✓ ${name}`;
    return when === 'now'
      ? `**▶ ${name}** until ${shortDay(span.end)}`
      : `${name} from ${shortDay(span.start)}`;
  };
  return new Markdown(rotations.map(part).join(' · '));
}

function changesLine({ changes, score }: InternCard): string {
  if (changes === null) return '';
  const since = shortDay(changes.on);
  const moved =
    number(changes.score) === number(score)
      ? `score unchanged at ${number(score)}`
      : `score ${number(changes.score)} → ${number(score)}`;
  const closed = changes.closed.length > 0 ? `; closed: ${changes.closed.join(', ')}` : '';
  return `Since ${since}: ${moved}${closed}.`;
}

/** The title leads to the issue. */
function remarkLine({ about, message, remedy, url }: Remark): Markdown {
  const title = markdownText(about);
  const name = url === null ? title : `[${title}](${linkTarget(url)})`;
  return new Markdown(`${name} ${markdownText(`${message} ${remedy}`)}`.trim());
}
