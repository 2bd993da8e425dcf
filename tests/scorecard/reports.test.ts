/** What GitLab shows of a scorecard by itself: well-formed whatever people are called and write. */
import fc from 'fast-check';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { expect, test } from 'vitest';
import {
  remarkSuites,
  renderDotenv,
  renderJunit,
  renderMetrics,
} from '../../src/scorecard/render/reports.ts';
import type { Scorecard } from '../../src/scorecard/scorecard.ts';
import { readKept } from '../support/cards.ts';

const twoInterns = (): Scorecard =>
  Object.values(readKept('tests/fixtures/cards/two-interns.json').cards)[0] as Scorecard;

/** Counts of a document that is well-formed. */
function countsIn(text: string): { tests: number; failures: number } {
  expect(XMLValidator.validate(text)).toBe(true);
  const parser = new XMLParser({
    ignoreAttributes: false,
    isArray: (name) => ['testsuite', 'testcase', 'failure'].includes(name),
  });
  const { testsuites } = parser.parse(text) as {
    testsuites: { testsuite?: { testcase?: { failure?: unknown[] }[] }[] };
  };
  const cases = (testsuites.testsuite ?? []).flatMap(({ testcase }) => testcase ?? []);
  return {
    tests: cases.length,
    failures: cases.reduce((sum, { failure }) => sum + (failure?.length ?? 0), 0),
  };
}

test('metrics, variables and a test report of a cohort', () => {
  const card = twoInterns();
  expect(renderMetrics(card)).toMatch(
    /^# TYPE kickoff_score gauge\nkickoff_score\{intern="[\w-]+"\} 0\.\d+\nkickoff_score\{intern="[\w-]+"\} 0\.\d+\n# TYPE kickoff_expected gauge\n[\s\S]*\n# EOF\n$/,
  );
  expect(
    renderDotenv(card)
      .trim()
      .split('\n')
      .map((line) => line.split('=')[0]),
  ).toEqual(['KICKOFF_TODAY', 'KICKOFF_INTERNS', 'KICKOFF_MEAN_SCORE', 'KICKOFF_AT_RISK', 'KICKOFF_REMARKS']);
  const { tests, failures } = countsIn(renderJunit(remarkSuites(card)));
  const remarks = card.interns.reduce((sum, intern) => sum + intern.remarks.length, 0);
  expect(tests).toBeGreaterThan(20);
  expect(failures).toBe(remarks);
});

test('whatever stands in names and messages, XML stays one document and metrics stay lines', () => {
  const kept = twoInterns();
  const words = fc.string({ unit: 'binary', maxLength: 40 });
  fc.assert(
    fc.property(words, words, (name, message) => {
      const text = renderJunit([{ name, cases: [{ name: message, failures: [message, name] }] }]);
      expect(countsIn(text)).toEqual({ tests: 1, failures: 2 });
      const card = structuredClone(kept);
      for (const intern of card.interns) intern.key = name;
      for (const line of renderMetrics(card).trim().split('\n'))
        expect(line).toMatch(/^(?:# (?:TYPE \w+ gauge|EOF)|\w+\{intern="(?:[^"\\\n]|\\.)*"\} [\d.]+)$/u);
    }),
  );
});
