/** A scorecard in the forms that GitLab itself shows: metrics, a test report of what looks odd, and variables for later jobs. */
import { oneLine } from '../../text/plain-text.ts';
import type { Scorecard } from '../scorecard.ts';
import { resultsOf } from './words.ts';

/** A value of a label, https://prometheus.io/docs/instrumenting/exposition_formats. */
const quoted = (text: string): string => `"${oneLine(text).replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const shown = (value: number): string => String(Number(value.toFixed(4)));

/** For `artifacts:reports:metrics` (Premium): a merge request or a pipeline shows what changed. */
export function renderMetrics(card: Scorecard): string {
  const line = (name: string, intern: string, value: number | null): string[] =>
    value === null ? [] : [`${name}{intern=${quoted(intern)}} ${shown(value)}`];
  const gauge = (name: string, lines: string[]): string[] =>
    lines.length === 0 ? [] : [`# TYPE ${name} gauge`, ...lines];
  const of = (value: (intern: Scorecard['interns'][number]) => number | null, name: string): string[] =>
    gauge(
      name,
      card.interns.flatMap((intern) => line(name, intern.key, value(intern))),
    );
  return [
    ...of(({ score }) => score, 'kickoff_score'),
    ...of(({ expected }) => expected, 'kickoff_expected'),
    ...of(({ remarks }) => remarks.length, 'kickoff_remarks'),
    '# EOF',
    '',
  ].join('\n');
}

/** For `artifacts:reports:dotenv`: later jobs of the pipeline find them as variables. Keys of interns are no names of variables. */
export function renderDotenv(card: Scorecard): string {
  // Who left stands apart.
  const there = card.interns.filter(({ left }) => left === null);
  const scores = there.flatMap(({ score }) => score ?? []);
  const mean = scores.length === 0 ? '' : shown(scores.reduce((sum, each) => sum + each, 0) / scores.length);
  const risk = there.filter(({ health }) => health === 'at risk').length;
  const remarks = there.reduce((sum, intern) => sum + intern.remarks.length, 0);
  return [
    `KICKOFF_TODAY=${card.today}`,
    `KICKOFF_INTERNS=${there.length}`,
    `KICKOFF_MEAN_SCORE=${mean}`,
    `KICKOFF_AT_RISK=${risk}`,
    `KICKOFF_REMARKS=${remarks}`,
    '',
  ].join('\n');
}

export interface Suite {
  name: string;
  cases: { name: string; failures: string[] }[];
}

/** For `artifacts:reports:junit`: the pipeline's tab of tests, and the merge request. */
export function renderJunit(suites: Suite[]): string {
  const failures = (cases: Suite['cases']): number => cases.filter((each) => each.failures.length > 0).length;
  const total = suites.flatMap(({ cases }) => cases);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites tests="${total.length}" failures="${failures(total)}">`,
    ...suites.flatMap(({ name, cases }) => [
      `  <testsuite name="${xml(name)}" tests="${cases.length}" failures="${failures(cases)}">`,
      ...cases.flatMap((each) =>
        each.failures.length === 0
          ? [`    <testcase classname="${xml(name)}" name="${xml(each.name)}"/>`]
          : [
              `    <testcase classname="${xml(name)}" name="${xml(each.name)}">`,
              ...each.failures.map((text) => `      <failure message="${xml(text)}"/>`),
              '    </testcase>',
            ],
      ),
      '  </testsuite>',
    ]),
    '</testsuites>',
    '',
  ].join('\n');
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** Text in an attribute; half a letter, and what XML 1.0 cannot hold, becomes a question mark. */
const xml = (text: string): string =>
  oneLine(text)
    .replace(/[\ud800-\udfff\ufffe\uffff]/gu, '?')
    .replace(/[&<>"]/g, (letter) => ENTITIES[letter] ?? letter);

/** What looks odd, a key result a case. */
export const remarkSuites = (card: Scorecard): Suite[] =>
  card.interns.map((intern) => {
    const said = (about: string): string[] =>
      intern.remarks
        .filter((each) => each.about === about)
        .map(({ message, remedy }) => `${message} ${remedy}`.trim());
    const titles = [
      ...new Set([
        ...resultsOf(intern).map(({ title }) => title),
        ...intern.remarks.map(({ about }) => about),
      ]),
    ];
    return { name: intern.name, cases: titles.map((title) => ({ name: title, failures: said(title) })) };
  });
