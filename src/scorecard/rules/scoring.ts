/** What the parts of one intern's scorecard have in common. */
import type { LiveEpic, LiveIssue } from '../../model/resource.ts';
import type { ScorecardState } from '../../record/scorecard-state.ts';
import type { Case } from './cases.ts';
import { expectedOf } from './expected.ts';
import type { Facts } from './fact.ts';
import type { ScoreInput } from './input.ts';
import type { Moment, Verdict } from './verdict.ts';

/** What every part of one intern's scorecard looks at. */
export interface Scoring {
  cased: Case;
  moment: Moment;
  input: ScoreInput;
  verdicts: Map<string, Verdict>;
  parent: LiveEpic | LiveIssue | null;
  state: ScorecardState;
  /** Nobody touched anything since this day. */
  silentSince: string;
  /** The job token sees no epics; what it cannot see is not missing. */
  provisioned: boolean;
  /** The last day on which anything was touched. */
  anyTouch: string | null;
}

/** One key result as it is, and what the schedule expects of it. */
export interface Judged {
  one: Facts;
  verdict: Verdict;
  expected: number;
}

export function judgedOf(
  kind: 'objective' | 'area',
  key: string | null,
  { cased: { enrolment, facts }, verdicts, moment }: Scoring,
): Judged[] {
  return enrolment.keyResults
    .filter(({ home }) => home.kind === kind && (key === null || home.key === key))
    .flatMap((result): Judged[] => {
      const one = facts.get(result.key);
      const verdict = verdicts.get(result.key);
      if (!one || !verdict) return [];
      return [{ one, verdict, expected: expectedOf(result, verdict.due, enrolment, moment.judgedOn) }];
    });
}
