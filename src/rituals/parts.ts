/** Paragraphs that several rituals have: lists of key results, questions and merge requests, as Markdown. */
import { isSameUser } from '../model/accounts.ts';
import type { LiveIssue } from '../model/resource.ts';
import type { InternCard } from '../scorecard/scorecard.ts';
import { linkTarget, markdownText } from '../text/plain-text.ts';
import type { Words } from '../text/words.ts';

export const section = (heading: string, lines: string[], words: Words): string =>
  [
    `### ${markdownText(heading)}`,
    '',
    ...(lines.length > 0 ? lines : [markdownText(words.say('ritual.none'))]),
  ].join('\n');

export const link = ({ title, url }: { title: string; url: string | null }): string =>
  url === null ? markdownText(title) : `[${markdownText(title)}](${linkTarget(url)})`;

/** A score as a card shows it, to two places. */
export const number = (score: number | null): string => (score === null ? '–' : score.toFixed(2));

export const questionLines = (questions: LiveIssue[], intern: { key: string; username: string }): string[] =>
  questions
    .filter(
      ({ labels, assignees, author }) =>
        labels.includes(`intern::${intern.key}`) ||
        [...assignees, author].some((name) => isSameUser(name, intern.username)),
    )
    .map((each) => `- ${each.confidential ? `#${each.iid}` : link(each)}`);

/** Key results of an area with what each has reached; open ones first. */
export function resultLines(results: InternCard['areas'][number]['keyResults'], words: Words): string[] {
  const shown = results.filter(({ standing }) => standing !== 'skipped');
  const isOpen = ({ standing }: (typeof shown)[number]): boolean => standing === 'open';
  return [...shown.filter(isOpen), ...shown.filter((each) => !isOpen(each))].map((each) => {
    const reached = each.reached === null ? number(each.score) : `${each.reached.count}/${each.reached.of}`;
    return `- ${link(each)}: ${reached}${isOpen(each) ? '' : `, ${markdownText(words.say('ritual.closed'))}`}`;
  });
}

/** So many are named, the latest. */
const MOST_MISSED = 8;

const latest = (names: string[]): string[] =>
  names.length > MOST_MISSED ? ['…', ...names.slice(-MOST_MISSED)] : names;

/** Pair work whose weeks passed without; none where a program or cohort has no pair work. */
export const pairWorkLines = ({ objectives, areas }: InternCard): string[] =>
  [...objectives, ...areas].flatMap(({ keyResults }) =>
    keyResults.flatMap((each) =>
      each.standing === 'open' && each.missedWeeks.length > 0
        ? [`- ${link(each)}: ${latest(each.missedWeeks).map(markdownText).join(', ')}`]
        : [],
    ),
  );

export const standingLine = ({ score, expected, health }: InternCard, words: Words): string =>
  `- ${markdownText(words.say('ritual.score', { score: number(score), expected: number(expected) }))}${health === null ? '' : `, ${markdownText(health)}`}`;
