/**
 * Derived key results close themselves, where the cohort asks for it: three working days after their rule is satisfied, so
 * that a mistake can be seen and undone before. The reason travels in the same request. One that was closed so and opened
 * again by a person stays open for ever; nothing is ever opened again by us.
 */

import { workdaysAfter } from '../model/dates.ts';
import type { LiveIssue } from '../model/resource.ts';
import type { EnrolledKeyResult, Enrolment } from '../program/enrolment.ts';
import type { Edit } from '../provision/apply/rewrite.ts';
import { closedKey } from '../record/keys.ts';
import { hasMarker, printBlock } from '../record/managed-block.ts';
import { judgeAll, satisfiedSince } from '../scorecard/rules/cases.ts';
import { momentFor } from '../scorecard/rules/input.ts';
import type { Reading, SyncOptions } from './reading.ts';
import type { Planned } from './sync-plan.ts';

const WAIT_WORKDAYS = 3;

interface Due {
  enrolment: Enrolment;
  result: EnrolledKeyResult;
  live: LiveIssue;
  because: string;
  reason: string;
}

/** Closed by us once, as far as the issue itself tells. */
const hasReason = (live: LiveIssue, issue: string): boolean => hasMarker(live.description, closedKey(issue));

function due(enrolment: Enrolment, reading: Reading): Due[] {
  const { input, matched, card, states } = reading;
  const moment = momentFor(enrolment, input);
  if (!enrolment.closeDerived || moment.isLast) return [];
  const cased = reading.cases.get(enrolment.epic);
  if (!cased) return [];
  const verdicts = judgeAll(cased, moment);
  return enrolment.keyResults.flatMap((result): Due[] => {
    const live = matched.get(result.issue);
    const since = satisfiedSince(cased, result, verdicts);
    const before = states.get(enrolment.epic)?.closed.has(result.key);
    if (live?.kind !== 'issue' || live.state === 'closed' || since === null) return [];
    if (before || hasReason(live, result.issue)) return [];
    const facts = cased.facts.get(result.key);
    // People had a word on it: an outcome, a label, or that they opened it again.
    const spoken = facts?.wontDoLabel || !['none', 'done'].includes(facts?.outcome.kind ?? 'none');
    if (spoken || facts?.turns.some(({ closed }) => closed)) return [];
    if (workdaysAfter(since, WAIT_WORKDAYS) > card.today) return [];
    const because = verdicts.get(result.key)?.because ?? '';
    const key = enrolment.words.isSource ? 'close.derived' : 'close.derived-rule';
    const { words } = enrolment;
    const said = { date: words.full(card.today), because, since: words.full(since) };
    const reason = `_${words.markdown(key, said)}_`;
    return [{ enrolment, result, live, because, reason }];
  });
}

export function derivedClosures({ enrolments }: SyncOptions, reading: Reading): Planned[] {
  return enrolments
    .flatMap((each) => due(each, reading))
    .map(({ enrolment, result, live, because, reason }): Planned => {
      const edit: Edit<LiveIssue> = (fresh) => {
        if (fresh.state === 'closed' || hasReason(fresh, result.issue)) return null;
        const block = printBlock(closedKey(result.issue), reason, { date: reading.card.today });
        return { description: `${fresh.description.trimEnd()}\n\n${block}`, close: true };
      };
      return {
        step: {
          action: 'close',
          kind: 'issue',
          key: result.issue,
          name: result.confidential ? 'a confidential key result' : result.title,
          details: [enrolment.intern.name, because],
          url: live.url,
        },
        live,
        edit: edit as Edit,
      };
    });
}
