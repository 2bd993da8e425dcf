/** What the schedule expects, and how actual and expected read together. */
import { expect, test } from 'vitest';
import { workdaysAfter, workdaysBetween } from '../../../src/model/dates.ts';
import { healthOf, judgedOn, shareOf } from '../../../src/scorecard/rules/expected.ts';
import { enrolmentOf, issueFor, resultOf, internOf as scored } from '../../support/scoring.ts';

test('an area key result is expected while its rotation runs and after it, not before', () => {
  const span = { start: '2027-03-15', end: '2027-03-26' };
  expect([
    shareOf(span, '2027-03-14'),
    shareOf(span, '2027-03-15'),
    shareOf(span, '2027-03-19'),
    shareOf(span, '2027-03-21'),
    shareOf(span, '2027-03-26'),
    shareOf(span, '2027-06-01'),
  ]).toEqual([0, 0.1, 0.5, 0.5, 1, 1]);
});

test('a week is judged once it is over: from Saturday to Friday the same Friday counts', () => {
  expect(
    ['2027-03-12', '2027-03-13', '2027-03-14', '2027-03-15', '2027-03-19', '2027-03-20'].map(judgedOn),
  ).toEqual(['2027-03-05', '2027-03-12', '2027-03-12', '2027-03-12', '2027-03-12', '2027-03-19']);
});

test.each([
  [null, 0.5, null],
  [1, 0.2, 'done'],
  [0, 0, 'not started'],
  [0.2, 0, 'on track'],
  [0.95, 1, 'on track'],
  [0.95 * 0.3, 0.3, 'on track'],
  [0.9499, 1, 'needs attention'],
  [0.75, 1, 'needs attention'],
  [0.7499, 1, 'at risk'],
  [0, 0.1, 'at risk'],
])('score %s where %d is expected is %s', (score, expected, health) => {
  expect(healthOf(score, expected, '2027-03-10', '2027-03-01')).toBe(health);
});

test('silence is never green; what is behind is no better for being silent', () => {
  expect(healthOf(0.9, 0.9, '2027-02-20', '2027-03-01')).toBe('stale');
  expect(healthOf(0.9, 0.9, null, '2027-03-01')).toBe('stale');
  expect(healthOf(0.8, 1, '2027-02-20', '2027-03-01')).toBe('needs attention');
  expect(healthOf(0.1, 1, '2027-02-20', '2027-03-01')).toBe('at risk');
  expect(healthOf(1, 1, '2027-02-20', '2027-03-01')).toBe('done');
});

test('a closure at 18:00 in another zone counts on that zone’s day', async () => {
  const measure = { kind: 'done' };
  const closed = { closed: '2027-03-06T02:00:00Z', due: '2027-03-05' };
  const score = (timeZone: string): number | null => {
    const enrolment = enrolmentOf([{ key: 'x', title: 'X', measure, late: 'zero' }], {}, {}, timeZone);
    return resultOf(scored(enrolment, { x: issueFor(enrolment, 'x', closed) }, { timeZone }), 'x').score;
  };
  // 2:00 on the 6th in Greenwich is 18:00 on the 5th in Los Angeles: in time.
  expect(score('America/Los_Angeles')).toBe(1);
  expect(score('UTC')).toBe(0);
});

test('working days', () => {
  expect(workdaysBetween('2027-03-01', '2027-04-23')).toBe(40);
  expect(workdaysBetween('2027-03-06', '2027-03-07')).toBe(0);
  expect(workdaysBetween('2027-03-07', '2027-03-01')).toBe(0);
  expect(workdaysAfter('2027-03-05', 3)).toBe('2027-03-10');
});
