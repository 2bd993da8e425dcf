/** What looks odd about the key results of one intern, as one list. */
import type { AreaCard, Remark } from '../scorecard.ts';
import { ambition } from './goalposts.ts';
import { lateTicks } from './late.ts';
import type { RemarkInput } from './remark-input.ts';
import { remarksOn } from './remarks.ts';
import { type Judged, judgedOf, type Scoring } from './scoring.ts';

const remark = (code: Remark['code'], about: string, message: string, remedy: string): Remark => ({
  code,
  about,
  message,
  remedy,
  url: null,
  confidential: false,
});

/** All that looks odd, areas before objectives; remarks are about now. */
export function remarksOf(areas: AreaCard[], scoring: Scoring): Remark[] {
  const { cased, moment, verdicts, provisioned } = scoring;
  const { enrolment } = cased;
  const missing = provisioned
    ? []
    : [remark('not-provisioned', enrolment.intern.name, 'is not provisioned yet.', 'Run provision.')];
  if (!moment.newest || moment.isLast) return missing;
  const said = [...judgedOf('area', null, scoring), ...judgedOf('objective', null, scoring)].flatMap((each) =>
    remarksOn(remarkInput(each, scoring)),
  );
  const empty = areas.filter(
    ({ score, keyResults }) =>
      provisioned && score === null && keyResults.some(({ standing }) => standing !== 'skipped'),
  );
  // One line for the area, not one more for each of its key results.
  const titles = new Set(empty.flatMap(({ keyResults }) => keyResults.map(({ title }) => title)));
  return [
    ...missing,
    ...said.filter(({ code, about }) => code !== 'to-be-defined' || !titles.has(about)),
    ...empty.map(({ title }) =>
      remark(
        'area-undefined',
        title,
        'has nothing that is defined, so it has no score.',
        'Define a key result for it in the cohort file.',
      ),
    ),
    ...ambition(enrolment, verdicts, moment),
  ];
}

function remarkInput({ one, verdict, expected }: Judged, scoring: Scoring): RemarkInput {
  const { cased, moment, silentSince, provisioned, input } = scoring;
  const { enrolment } = cased;
  return {
    facts: one,
    verdict,
    expected,
    silentSince,
    judgedOn: moment.judgedOn,
    staleAfter: enrolment.program.stale_after_days,
    provisioned,
    issuesOnly: input.issuesOnly,
    closes: enrolment.closeDerived,
    lateTicks: lateTicks(one, moment.day),
  };
}
