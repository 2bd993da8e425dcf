/** What moved since kickoff, and how ambitious the whole turned out to be. */

import type { LiveEpic, LiveIssue } from '../../model/resource.ts';
import { agreedNow } from '../../program/agreed.ts';
import type { Enrolment } from '../../program/enrolment.ts';
import { readBaseline } from '../../record/baseline.ts';
import { findBlock } from '../../record/managed-block.ts';
import type { InternCard, Remark } from '../scorecard.ts';
import type { Case } from './cases.ts';
import { plain, TINY } from './figures.ts';
import type { Moment, Verdict } from './verdict.ts';

/** Targets and weights that differ from what the epic's marker says was agreed at kickoff. */
export function goalposts(
  { enrolment, facts }: Case,
  parent: LiveEpic | LiveIssue | null,
): InternCard['goalposts'] {
  const text = parent ? findBlock(parent.description, enrolment.epic)?.written.baseline : undefined;
  if (text === undefined) return [];
  const before = readBaseline(text);
  const now = agreedNow(enrolment);
  const results = new Map(enrolment.keyResults.map((result) => [result.key, result]));
  const titleOf = (name: string): { title: string; confidential: boolean } => {
    const result = results.get(name);
    const objective = enrolment.program.objectives.find(({ key }) => `#${key}` === name);
    return {
      title: result?.title ?? objective?.title ?? name, // One that left the program may have been confidential.
      confidential: objective
        ? false
        : result
          ? (facts.get(name)?.confidential ?? result.confidential)
          : true,
    };
  };
  return [...new Set([...before.keys(), ...now.keys()])].flatMap((name) => {
    const then = before.get(name);
    const wanted = now.get(name);
    const change: string[] = [];
    if (!then && !name.startsWith('#')) change.push('added since kickoff');
    else if (!wanted && !name.startsWith('#')) change.push('no longer part of it');
    else {
      const weights = [then?.weight ?? 1, wanted?.weight ?? 1];
      if (then && wanted && then.goal !== wanted.goal)
        change.push(`target ${goalInWords(wanted.goal)} instead of ${goalInWords(then.goal)}`);
      if (weights[0] !== weights[1]) change.push(`weight ${weights[1]} instead of ${weights[0]}`);
    }
    return change.map((each) => ({ ...titleOf(name), change: each }));
  });
}

/** Between these an average of aspirational key results is healthy. */
const HEALTHY = 0.6;
const TOO_SAFE = 0.85;

/** re:Work and the OKR playbook: aspirational key results average 0.6 to 0.7; above 0.85 they were too safe. */
export function ambition(enrolment: Enrolment, verdicts: Map<string, Verdict>, { overOn }: Moment): Remark[] {
  if (overOn < enrolment.span.end) return [];
  const bold = new Set(
    enrolment.keyResults.filter(({ ambition: how }) => how === 'aspirational').map(({ key }) => key),
  );
  const scores = [...verdicts]
    .filter(([key]) => bold.has(key))
    .flatMap(([, { score: value }]) => value ?? []);
  if (scores.length === 0) return [];
  const average = scores.reduce((sum, each) => sum + each, 0) / scores.length;
  const reading =
    average > TOO_SAFE + TINY
      ? 'they were too safe'
      : average >= HEALTHY - TINY
        ? 'that is healthy'
        : 'that is less than was hoped for';
  return [
    {
      code: 'ambition',
      about: 'Aspirational key results',
      message: `average ${plain(average)}: ${reading}.`,
      remedy: '',
      url: null,
      confidential: false,
    },
  ];
}

/** `40 → 10`, `10`, `to be defined` */
function goalInWords(goal: string): string {
  if (goal === '?') return 'to be defined';
  if (goal === '') return 'done or not';
  return goal.replace(/^min~/, 'at least ').replace(/^max~/, 'at most ').replaceAll('~', ' → ');
}
