/** What looks odd about a key result, and what to do about it. It is shown on top; it never changes a score. */

import { isTwofold } from '../../issues/reported.ts';
import { addDays, shortDay } from '../../model/dates.ts';
import type { Remark } from '../scorecard.ts';
import { isArchived } from './fact.ts';
import { plain } from './figures.ts';
import { lateAfter } from './late.ts';
import { type RemarkInput, type Said, shorten } from './remark-input.ts';
import { measure } from './remarks-measure.ts';
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

function timing({
  facts,
  verdict,
  expected,
  silentSince,
  judgedOn,
  staleAfter,
  lateTicks,
}: RemarkInput): Said[] {
  const { result, live } = facts;
  const { closure } = verdict;
  const said: Said[] = [];
  if (!live) return said;
  if (closure && verdict.standing === 'closed' && closure.day < result.span.start) {
    const what = result.rotation ? 'its rotation begins' : 'the program begins';
    said.push([
      'closed-early',
      `was closed on ${shortDay(closure.day)}, before ${what} on ${shortDay(result.span.start)}.`,
      'Reopen it if that was a mistake.',
    ]);
  }
  const isByClosure =
    facts.past === null || result.measure.kind === 'done' || verdict.standing === 'duplicate';
  if (closure && verdict.lateBy > 0 && result.late !== 'none' && isByClosure) {
    said.push([
      'closed-late',
      `was closed ${verdict.lateBy} ${verdict.lateBy === 1 ? 'day' : 'days'} after its due date; its late rule applies.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  if (verdict.lateBy > 0 && result.late !== 'none' && !isByClosure && lateTicks === 0) {
    said.push([
      'worked-late',
      `was worked on up to ${verdict.lateBy} ${verdict.lateBy === 1 ? 'day' : 'days'} after its due date; its late rule applies to that part.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  const costs = result.late !== 'none' && result.measure.kind !== 'derived';
  // Earlier than agreed raises nobody's score.
  if (costs && (live.dueDate === null || live.dueDate > result.span.end)) {
    const agreed = shortDay(result.span.end);
    said.push([
      'due-moved',
      live.dueDate === null
        ? `has no due date any more; its late rule goes by ${agreed}, which was agreed.`
        : `is due on ${shortDay(live.dueDate)}; its late rule goes by ${agreed}, which was agreed.`,
      'Move the date back, or have a manager agree to it in the cohort file: overrides, due.',
    ]);
  }
  if (lateTicks > 0) {
    said.push([
      'ticked-late',
      `had ${lateTicks === 1 ? '1 box' : `${lateTicks} boxes`} ticked after its due date, ${shortDay(lateAfter(facts))}.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  if (
    costs &&
    !isByClosure &&
    verdict.standing === 'open' &&
    !isAchieved(verdict) &&
    lateAfter(facts) < judgedOn
  ) {
    said.push([
      'overdue',
      `was due on ${shortDay(lateAfter(facts))}, and what is done from now on is late: every further week costs.`,
      'If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  if (costs && isByClosure && verdict.standing === 'open' && lateAfter(facts) < judgedOn) {
    said.push([
      'overdue',
      `was due on ${shortDay(lateAfter(facts))}, and the late rule counts from its closure: every further week costs.`,
      'Close it if it is finished. If the delay was agreed, a manager says so in the cohort file: overrides, due.',
    ]);
  }
  // There is nothing to tick where work is counted, and nothing to wait for where a score was set.
  const quiet =
    !['derived', 'to-be-defined'].includes(result.measure.kind) &&
    result.counted === null &&
    verdict.override === null;
  if (
    quiet &&
    verdict.standing === 'open' &&
    expected > 0 &&
    !isAchieved(verdict) &&
    facts.updatedOn < silentSince
  ) {
    said.push([
      'no-activity',
      facts.createdOn > silentSince || result.span.start > silentSince
        ? `had no activity since ${shortDay(facts.createdOn > result.span.start ? facts.createdOn : result.span.start)}.`
        : `had no activity in the ${staleAfter} days before ${shortDay(addDays(judgedOn, 1))}.`,
      'Tick, write or comment what has happened, or close it.',
    ]);
  }
  return said;
}
