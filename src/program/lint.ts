/**
 * Advice on the quality of OKRs, with the name of a rule and its reason; never an error. Rules come from Google's re:Work
 * guide, Doerr and open-okr's method.
 */

import { daysBetween } from '../model/dates.ts';
import type { Enrolment } from './enrolment.ts';
import type { KeyResult } from './key-result.ts';
import type { Language } from './load-language.ts';
import type { Program } from './program-schema.ts';

export interface Advice {
  rule:
    | 'no-number'
    | 'task-shaped'
    | 'too-many-key-results'
    | 'too-many-objectives'
    | 'no-evidence'
    | 'shows-nothing'
    | 'no-owner'
    | 'undefined-soon'
    | 'missing-words';
  about: string;
  message: string;
  because: string;
}

const MOST_RESULTS = 5;
const MOST_OBJECTIVES = 5;
/** So many are named. */
const MOST_KEYS = 12;
/** Days before its rotation in which a key result should be defined. */
const SOON = 14;

/** Words with which tasks begin; a key result says what is different afterwards. */
const TASK =
  /^(?:help|assist|support|participate|take part|attend|join|work on|continue|look (?:at|into)|talk|discuss|meet|be|try|learn|explore|investigate|review)\b/i;

export function lintProgram(program: Program): Advice[] {
  const groups = [...program.objectives, ...program.areas];
  const advice: Advice[] = groups.flatMap(({ title, key_results }) =>
    key_results.length > MOST_RESULTS
      ? [
          {
            rule: 'too-many-key-results' as const,
            about: title,
            message: `has ${key_results.length} key results; ${MOST_RESULTS} are enough.`,
            because: 'open-okr: two to five key results each; more are a list of tasks.',
          },
        ]
      : [],
  );
  if (program.objectives.length > MOST_OBJECTIVES) {
    advice.push({
      rule: 'too-many-objectives',
      about: program.title,
      message: `has ${program.objectives.length} objectives; ${MOST_OBJECTIVES} are enough.`,
      because: 'open-okr: at most five objectives; what matters must be few.',
    });
  }
  return [
    ...advice,
    ...groups.flatMap(({ key_results }) => key_results.flatMap((each) => lintResult(each, program))),
  ];
}

/** What is written in English although the program speaks another language. */
export function lintLanguage({ words, missing }: Language): Advice[] {
  if (missing.length === 0) return [];
  const shown = missing.slice(0, MOST_KEYS).join(', ');
  const more = missing.length > MOST_KEYS ? `, and ${missing.length - MOST_KEYS} more` : '';
  return [
    {
      rule: 'missing-words',
      about: words.language,
      message: `misses ${missing.length === 1 ? '1 sentence' : `${missing.length} sentences`}: ${shown}${more}.`,
      because: 'what a language misses is written in English; templates/words/en.yaml has every sentence.',
    },
  ];
}

function lintResult({ title, measure, evidence, shows }: KeyResult, program: Program): Advice[] {
  if (measure.kind === 'to-be-defined') return [];
  const advice: Advice[] = [];
  if (measure.kind === 'done' && !/\d/.test(title)) {
    advice.push({
      rule: 'no-number',
      about: title,
      message: 'is done or not; say how much, if there is a how much.',
      because: 're:Work: key results are measurable and should be easy to grade with a number.',
    });
  }
  if (measure.kind === 'done' && TASK.test(title)) {
    advice.push({
      rule: 'task-shaped',
      about: title,
      message: 'begins like a task; say what is different when it is reached.',
      because: 'Google OKR playbook: key results describe outcomes, not activities.',
    });
  }
  if (evidence === undefined && measure.kind !== 'derived') {
    advice.push({
      rule: 'no-evidence',
      about: title,
      message: 'does not say what counts as evidence; write it as `evidence`.',
      because: 'Google OKR playbook: a key result includes the evidence of its completion.',
    });
  }
  if (program.target && shows.length === 0 && measure.kind !== 'derived') {
    advice.push({
      rule: 'shows-nothing',
      about: title,
      message: 'is no evidence for anything that the target role asks for.',
      because: `the program leads to ${program.target.role}; what leads there should say so with "shows".`,
    });
  }
  return advice;
}

/** What concerns people and dates. `today` is `YYYY-MM-DD`. */
export function lintEnrolment({ intern, keyResults }: Enrolment, today: string): Advice[] {
  return keyResults.flatMap((result): Advice[] => {
    if (result.skipped !== null) return [];
    const about = `${result.title} (${intern.name})`;
    const left = daysBetween(today, result.span.start);
    return [
      ...(result.owners.length === 0
        ? [
            {
              rule: 'no-owner' as const,
              about,
              message: 'has no owner: the cohort names nobody for the role.',
              because: 'open-okr: every key result has one person who drives it.',
            },
          ]
        : []),
      ...(result.measure.kind === 'to-be-defined' && left <= SOON
        ? [
            {
              rule: 'undefined-soon' as const,
              about,
              message:
                left > 0
                  ? `is to be defined, and begins in ${left} days.`
                  : `is to be defined, and began on ${result.span.start}.`,
              because: 'what is not defined when its weeks begin has no score.',
            },
          ]
        : []),
    ];
  });
}
