/**
 * The block in the epic: short, and still. Nothing in it moves with the calendar alone except once a week, so that it is
 * written only when a score or a state that it shows has changed.
 */
import { LABEL } from '../../model/labels.ts';
import { linkTarget, markdownText } from '../../text/plain-text.ts';
import { Markdown, type Render } from '../../text/templates.ts';
import type { Words } from '../../text/words.ts';
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
  const { words } = render;
  const { say } = words;
  const row = (group: GroupCard): object => ({
    title: group.title,
    score: number(group.score),
    bar: new Markdown(bar(group.score)),
    health: healthWords(group, words),
    words: achievedWords(group, words),
  });
  const all = resultsOf(intern);
  const areas = intern.areas.filter(({ keyResults }) => keyResults.length > 0);
  const remarks = [
    ...intern.remarks.slice(0, MOST_REMARKS).map((each) => remarkLine(each, words)),
    ...notices,
  ];
  const more = intern.remarks.length - MOST_REMARKS;
  return render('scorecard-block', {
    score: number(intern.score),
    bar: new Markdown(bar(intern.score)),
    health: healthWords(intern, words),
    words: say('card.achieved', {
      done: all.filter(({ score }) => score === 1).length,
      count: all.filter(({ standing }) => standing !== 'skipped').length,
    }),
    hasRotations: intern.rotations.length > 0,
    rotations: strip(intern, words),
    hasChanges: intern.changes !== null,
    changes: changesLine(intern, words),
    objectives: intern.objectives.map(row),
    hasAreas: areas.length > 0,
    areas: areas.map(row),
    hasRemarks: remarks.length > 0,
    remarks: more > 0 ? [...remarks, say('card.more', { count: more })] : remarks,
    project: new Markdown(card.project),
    labels: [cohortLabel, LABEL.intern(intern.key), LABEL.keyResult].map((label) => new Markdown(label)),
    date,
    last,
    band: intern.band ?? '',
    written: say('card.written', { date: words.full(date) }),
    end: endWords(intern, date, words),
  });
}

/** What stands below the last scorecard. */
function endWords({ band }: InternCard, date: string, { say, full }: Words): string {
  const reading =
    band === null ? [] : [say('card.last-score', { band: say(`band.${band.replaceAll(' ', '-')}`) })];
  return [say('card.last', { date: full(date) }), ...reading, say('card.last-words')].join(' ');
}

/** `✓ A · ▶ B until 26 Mar · C` */
function strip({ rotations }: InternCard, words: Words): Markdown {
  const part = ({ title, span, when }: InternCard['rotations'][number]): string => {
    const name = markdownText(title);
    if (when === 'past') return `✓ ${name}`;
    return when === 'now'
      ? `**▶ ${name}** ${words.markdown('card.until', { day: words.day(span.end) })}`
      : `${name} ${words.markdown('card.from', { day: words.day(span.start) })}`;
  };
  return new Markdown(rotations.map(part).join(' · '));
}

function changesLine({ changes, score }: InternCard, words: Words): string {
  if (changes === null) return '';
  const same = number(changes.score) === number(score);
  const closed = changes.closed.length > 0 ? '-closed' : '';
  return words.say(`card.${same ? 'unchanged' : 'moved'}${closed}`, {
    day: words.day(changes.on),
    before: number(changes.score),
    score: number(score),
    titles: changes.closed.join(', '),
  });
}

/** The title leads to the issue. English has all particulars; other languages what kind of thing it is. */
function remarkLine({ code, about, message, remedy, url, confidential }: Remark, words: Words): Markdown {
  const title = markdownText(about);
  const name = url === null ? title : `[${title}](${linkTarget(url)})`;
  if (words.isSource) return new Markdown(`${name} ${markdownText(`${message} ${remedy}`)}`.trim());
  const key = confidential ? 'remark.confidential' : `remark.${code}`;
  return new Markdown(words.markdown(key, { about: new Markdown(name) }));
}
