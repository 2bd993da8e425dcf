/** What looks odd about a key result, and what to do about it. It is shown on top; it never changes a score. */

import { isTwofold } from '../../issues/reported.ts';
import type { Remark } from '../scorecard.ts';
import { isArchived } from './fact.ts';
import { plain } from './figures.ts';
import { type RemarkInput, type Said, shorten } from './remark-input.ts';
import { measure } from './remarks-measure.ts';
import { timing } from './remarks-timing.ts';
import { isAchieved } from './verdict.ts';

export function remarksOn(input: RemarkInput): Remark[] {
  const { facts, verdict } = input;
  const { confidential } = facts;
  const said = [
    ...standing(input),
    ...(facts.result.skipped === null
      ? [...lines(input), ...timing(input), ...byBot(input), ...measure(input)]
      : []),
  ].map(([code, message, remedy]) => ({
    code,
    about: facts.result.title,
    message,
    remedy: remedy ?? '',
    url: facts.live?.url ?? null,
    confidential,
  }));
  // The end of the program closed it; nobody is asked to do anything about that.
  return isArchived(facts, verdict.closure) ? said.filter(({ remedy }) => remedy === '') : said;
}

export function standing({ facts, verdict, provisioned, issuesOnly }: RemarkInput): Said[] {
  const { result, live, outcomeLine } = facts;
  if (result.missed) return [];
  if (result.skipped !== null) return [['skipped', `is left out by the cohort: ${result.skipped}`]];
  if (facts.lost) {
    return [
      [
        'moved',
        'was moved to another project and is not read there; it has no score.',
        'Move it back, or give the token’s user access to the project.',
      ],
    ];
  }
  if (!live && issuesOnly) {
    return [
      [
        'not-issued',
        'is not among the issues that a job’s token finds; it may have lost its label and its marker.',
        'Set GITLAB_TOKEN: a token of your own sees the epic, which knows its issues.',
      ],
    ];
  }
  if (!live) return provisioned ? [['not-issued', 'has no issue in GitLab.', 'Run provision.']] : [];
  const said: Said[] = [];
  if (facts.moved) said.push(['moved', `was moved; it is read at ${live.url}.`]);
  if (verdict.standing === 'wont-do') {
    const reason = outcomeLine || facts.canceled;
    const why = reason ? `: ${shorten(reason)}` : '';
    said.push([
      'wont-do',
      `was closed without being achieved${why}; it scores 0.`,
      outcomeLine ? '' : 'Write the reason on its Outcome line.',
    ]);
  }
  if (facts.changedAfter) {
    said.push(['after-end', 'was changed after the program had ended; what counts is how it was then.']);
  }
  if (facts.promotedTo) {
    said.push([
      'promoted',
      `became an epic, and follows it: ${facts.promotedTo.url}.`,
      facts.promotedTo.isClosed
        ? ''
        : 'Close the epic when it is done, or open the issue again to go on there.',
    ]);
  }
  if (verdict.standing === 'open' && (facts.wontDoLabel || facts.outcome.kind === 'wont-do')) {
    said.push([
      'wont-do-open',
      "says won't do, but its issue is open; it counts as open.",
      'Close it, or take the words and the label away.',
    ]);
  }
  if (verdict.standing === 'duplicate') {
    said.push(
      facts.original
        ? ['duplicate', `was closed as a duplicate; it follows #${facts.original.live?.iid}.`]
        : [
            'duplicate',
            'was closed as a duplicate of an issue that is not read here, or of itself; it scores 0.',
            'Write "Outcome: duplicate of #NUMBER" with an issue of this project, or reopen it.',
          ],
    );
  }
  if (verdict.override) {
    const computed = verdict.computed === null ? 'none' : plain(verdict.computed);
    said.push([
      'overridden',
      `counts ${plain(verdict.override.value)} instead of the computed ${computed}; ${verdict.override.by}: ${shorten(verdict.override.reason)}`,
    ]);
  }
  return said;
}

function lines({ facts, verdict }: RemarkInput): Said[] {
  if (!facts.live) return [];
  const { result, outcome, value, confidence } = facts;
  const said: Said[] = [];
  if (outcome.kind === 'unclear') {
    said.push([
      'outcome-unclear',
      `has an outcome that is not understood: "${shorten(facts.outcomeLine)}".`,
      'Write "done", "won\'t do: reason", or "duplicate of #12".',
    ]);
  }
  if (facts.hidden.length > 0) {
    said.push([
      'line-hidden',
      `has ${facts.hidden.join(' and ')} in code or in a comment, where it is not read.`,
      'Write it on its own line, outside of code and comments.',
    ]);
  }
  const wantsValue = result.measure.kind === 'metric' || result.measure.kind === 'rubric';
  const names = result.measure.kind === 'rubric' ? result.measure.steps.map(({ name }) => name) : [];
  const named = names.some((name) => name.toLowerCase() === facts.valueLine.trim().toLowerCase());
  // A rubric takes names of its steps, whatever number stands there.
  const isUnclear = result.measure.kind === 'rubric' ? value.kind !== 'none' : value.kind === 'unclear';
  if (wantsValue && isUnclear && !named) {
    said.push([
      'value-unclear',
      `has a value that is not understood: "${shorten(facts.valueLine)}".`,
      names.length > 0
        ? `Write the name of a step: ${names.join(', ')}.`
        : isTwofold(facts.valueLine, result.measure.kind === 'metric' ? result.measure.unit : undefined)
          ? 'Write 4500 or 4.5: a mark before three digits divides thousands in half of the world.'
          : 'Write a number like 42 or 3.5, with a point and without other words.',
    ]);
  }
  if (!wantsValue && facts.valueLine.replace(/[\s–-]/g, '') !== '') {
    said.push([
      'value-unused',
      `has a value, "${shorten(facts.valueLine)}", that is not read: it is no metric and no rubric.`,
      result.boxes.length > 0 ? 'Tick its boxes, and write the value as evidence.' : 'Write it as evidence.',
    ]);
  }
  if (result.measure.kind === 'metric' && value.kind === 'none' && verdict.standing === 'closed') {
    said.push([
      'value-missing',
      'is closed without a value; it counts as the baseline.',
      'Write the number on its Value line.',
    ]);
  }
  if (confidence.kind === 'unclear') {
    said.push([
      'confidence-unclear',
      `has a confidence that is not understood: "${shorten(facts.confidenceLine)}".`,
      'Write 0.7, 7/10, 70 %, or high, medium, low.',
    ]);
  }
  if (confidence.kind === 'number' && confidence.value < 0.4 && verdict.standing === 'open') {
    said.push([
      'confidence-low',
      `has a confidence of ${plain(confidence.value)}.`,
      'Talk about what stands in the way.',
    ]);
  }
  if (facts.dropped > 0) {
    const what = facts.dropped === 1 ? '1 box' : `${facts.dropped} boxes`;
    said.push([
      'crossed-out',
      `has ${what} crossed out, ${facts.dropped === 1 ? 'which counts' : 'which count'} neither as done nor as open.`,
      'Untick what is still to be done.',
    ]);
  }
  const wantsEvidence = result.evidence !== null && result.measure.kind !== 'derived';
  // A full stop is no evidence.
  const given = /[\p{L}\p{N}]/u.test(facts.evidence) || facts.noted;
  if (wantsEvidence && verdict.standing === 'closed' && isAchieved(verdict) && !given) {
    said.push([
      'evidence-missing',
      'is achieved without evidence.',
      `Write on its Evidence line: ${result.evidence}`,
    ]);
  }
  return said;
}

/** User names that automata have: GitLab's own for access tokens, and what people call theirs. */
const BOT = /(?:^|[._-])bot(?:$|[._-])/i;

/** Nobody decided it, so somebody should look; what closes itself by rule is not meant. */
function byBot({ facts: { live, result }, verdict: { closure, standing: state } }: RemarkInput): Said[] {
  if (!live || !closure || state !== 'closed' || result.measure.kind === 'derived') return [];
  if (!BOT.test(closure.by)) return [];
  const stale = live.labels.find((label) => /stale|inactive|auto-?clos/i.test(label));
  const label = stale === undefined ? '' : ` with the label ${stale}`;
  return [
    [
      'closed-by-bot',
      `was closed by ${closure.by}, a bot by its name${label}.`,
      'Reopen it if nobody meant that, or write an outcome.',
    ],
  ];
}
