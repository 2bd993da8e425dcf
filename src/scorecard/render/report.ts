/** The whole scorecard as a Markdown file. */

import { linkedText, linkTarget, markdownText } from '../../text/plain-text.ts';
import { Markdown, type Render } from '../../text/templates.ts';
import { countsOf } from '../rules/readiness.ts';
import type { KeyResultCard, Scorecard } from '../scorecard.ts';
import { expectedUntil, groupsOf, healthWords, number, percent } from './words.ts';

export function renderReport(card: Scorecard, render: Render): string {
  const title = (result: KeyResultCard): Markdown | string =>
    result.url === null
      ? result.title
      : new Markdown(`[${markdownText(result.title)}](${linkTarget(result.url)})`);
  const text = render('scorecard-report', {
    program: card.program,
    cohort: card.cohort,
    today: card.asOf === null ? card.today : `${card.asOf}, end of the day`,
    judgedOn: expectedUntil(card),
    project: card.project,
    hasNotices: card.notices.length + card.unseen.length > 0,
    notices: [...card.notices, ...unseenWords(card)],
    interns: card.interns.map((intern) => ({
      title: intern.name,
      score: number(intern.score),
      expected: number(intern.expected),
      health: healthWords(intern),
      groups: groupsOf(intern).map((group) => ({
        title: group.title,
        score: number(group.score),
        expected: number(group.expected),
        health: healthWords(group),
        keyResults: group.keyResults.map((result) => ({
          title: title(result),
          score: number(result.score),
          health: result.health === null ? '–' : healthWords(result),
          because: result.because,
          confidence: result.confidence === null ? '' : percent(result.confidence),
          evidence: new Markdown(linkedText(result.evidence)),
        })),
      })),
      readiness: intern.readiness
        ? {
            level: intern.readiness.level,
            counts: countsOf(intern.readiness)
              .map(({ kind, shown, of }) => `${kind}: ${shown} of ${of} shown`)
              .join(', '),
            asked: intern.readiness.asked.map((each) => ({
              text: each.text,
              kind: each.kind,
              state: each.state,
              evidence: each.evidence
                .map(({ title: name, text }) => (text === '' ? name : `${name}: ${text}`))
                .join('; '),
            })),
          }
        : false,
      hasRemarks: intern.remarks.length > 0,
      remarks: intern.remarks.map(({ about, message, remedy }) => `${about} ${message} ${remedy}`.trim()),
      hasGoalposts: intern.goalposts.length > 0,
      goalposts: intern.goalposts.map((each) => `${each.title}: ${each.change}`),
    })),
  });
  return `${text}\n`;
}

/** What the token could not see, as sentences. */
export const unseenWords = ({ unseen }: Scorecard): string[] =>
  unseen.length === 0 ? [] : [`Not read, because the token may not see it: ${unseen.join(', ')}.`];
