/** The Security Internship template holds every fact of its page. */

import { expect, test } from 'vitest';
import { sourcesIn } from '../../src/library/files.ts';
import { loadProgram } from '../../src/program/load-program.ts';

const program = loadProgram('templates/programs/security-internship.yaml', sourcesIn('.'));
const measures = (results: { measure: { kind: string; target?: number | undefined } }[]): string[] =>
  results.map(
    ({ measure }) =>
      `${measure.kind}${'target' in measure && measure.target !== undefined ? ` ${measure.target}` : ''}`,
  );

test('four objectives with five key results, and how they are measured', () => {
  expect(program.objectives.map(({ key_results }) => measures(key_results))).toEqual([
    ['count', 'derived'],
    ['done'],
    ['done'],
    ['count 10'],
  ]);
});

test('six areas with ten key results, and how they are measured', () => {
  expect(
    Object.fromEntries(program.areas.map(({ key, key_results }) => [key, measures(key_results)])),
  ).toEqual({
    'application-security': ['count 5', 'count 5'],
    'security-operations': ['count 5', 'count 1'],
    'trust-and-safety': ['done'],
    'security-assurance': ['count 1', 'count 1'],
    'security-automation': ['to-be-defined'],
    'red-team': ['done', 'done'],
  });
});

test('rotations in order, 2, 2, 1, 1, 1, 1 weeks', () => {
  expect(program.rotations.map(({ area, weeks }) => `${area} ${weeks}`)).toEqual([
    'application-security 2',
    'security-operations 2',
    'trust-and-safety 1',
    'security-assurance 1',
    'security-automation 1',
    'red-team 1',
  ]);
});

test('every responsibility of every role, by cadence', () => {
  const { manager, mentor, intern } = program.roles;
  const counts = (role: typeof manager): Record<string, number> =>
    Object.fromEntries(
      Object.entries(role?.responsibilities ?? {}).map(([cadence, duties]) => [cadence, duties?.length ?? 0]),
    );
  expect(counts(manager)).toEqual({ before_the_start: 1, first_week: 4, daily: 2, weekly: 2, as_needed: 2 });
  expect(counts(mentor)).toEqual({ before_the_start: 1, first_week: 2, daily: 1, weekly: 2, as_needed: 1 });
  expect(counts(intern)).toEqual({ first_week: 3, daily: 2, weekly: 4 });
  const points = [manager, mentor, intern].flatMap((role) =>
    Object.values(role?.responsibilities ?? {})
      .flat()
      .flatMap((duty) => (typeof duty === 'object' ? duty.points : [])),
  );
  expect(points).toHaveLength(9);
});

test('what is about vulnerability reports and incidents is confidential, and nothing else', () => {
  const confidential = [...program.objectives, ...program.areas]
    .flatMap(({ key_results }) => key_results)
    .filter((result) => result.confidential);
  expect(confidential.map(({ key }) => key)).toEqual(['triage-reports', 'shadow-incident']);
});

test('what is done or not has a place for evidence', () => {
  const done = [...program.objectives, ...program.areas]
    .flatMap(({ key_results }) => key_results)
    .filter(({ measure }) => measure.kind === 'done');
  expect(done.every(({ evidence }) => evidence !== undefined)).toBe(true);
});
