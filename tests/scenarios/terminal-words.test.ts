/** What files, flags and GitLab say is shown, and does nothing to a terminal: no colour, no cursor, no direction, no line of its own. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { EXAMPLE, provisioned, type Ran, stage } from '../support/stage.ts';

const BAD = 'a\u001b[31mred\u202ertl\u0007bell\n✗ a line of mine\u009bx\r\u2028';
const RAW = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u202e]/;

function expectHarmless({ out, err, code }: Ran, what: string): void {
  expect(`${out}${err}`, what).not.toMatch(RAW);
  expect(err, what).not.toMatch(/^✗ a line of mine/m);
  expect(err, what).not.toContain('bug');
  expect(code, what).not.toBe(0);
}

test.each<[string, RegExp, string]>([
  ['a key', /title:/, `${JSON.stringify(BAD)}: 1\ntitle:`],
  ['the cohort', /cohort: .*/, `cohort: ${JSON.stringify(BAD)}`],
  ['the title', /title: .*/, `title: ${JSON.stringify(BAD)}`],
  ['the program', /program: .*/, `program: ${JSON.stringify(BAD)}`],
  ['the zone', /time_zone: .*/, `time_zone: ${JSON.stringify(BAD)}`],
  ['a name', /name: Robin Ito/, `name: ${JSON.stringify(BAD)}`],
  ['a user name', /username: robin\.ito/, `username: ${JSON.stringify(BAD)}`],
])('%s in a cohort file', async (_, from, to) => {
  const path = join(mkdtempSync(join(tmpdir(), 'kickoff-')), 'cohort.yaml');
  writeFileSync(path, readFileSync(EXAMPLE, 'utf8').replace(from, to));
  for (const command of ['validate', 'plan', 'sync']) {
    expectHarmless(await stage().kickoff([command, path]), command);
  }
});

test.each([
  { message: BAD },
  { error: BAD, error_description: BAD },
  { message: { title: [BAD] } },
  { message: { [BAD]: ['is wrong'] } },
])('a word of GitLab: %j', async (body) => {
  for (const status of [400, 401, 403, 404, 409, 422, 500]) {
    const fetch = async (): Promise<Response> =>
      new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } });
    for (const command of ['plan', 'sync', 'doctor'])
      expectHarmless(await stage().kickoff([command, EXAMPLE, '--quiet'], { fetch }), `${command} ${status}`);
  }
});

test.each([
  [['plan', `/nowhere/${BAD}`]],
  [[BAD]],
  [['plan', EXAMPLE, `--${BAD}`]],
  [['plan', EXAMPLE, '--host', BAD]],
  [['plan', EXAMPLE, '--host', `https://${BAD}`]],
  [['report', EXAMPLE, '--at', BAD]],
  [['report', EXAMPLE, '--explain', BAD]],
  [['report', EXAMPLE, '--for', BAD]],
  [['provision', EXAMPLE, '--yes', '--allow', BAD]],
  [['provision', EXAMPLE, '--plan', BAD]],
  [['sandbox', '--fault', BAD]],
])('a word of the command line: %j', async (args) => {
  const { kickoff } = await provisioned();
  expectHarmless(await kickoff(args), args.join(' '));
});

test.each([
  ['plan', EXAMPLE],
  ['provision', EXAMPLE, '--yes'],
  ['sync', EXAMPLE],
  ['report', EXAMPLE],
  ['report', EXAMPLE, '--markdown'],
  ['report', EXAMPLE, '--csv'],
  ['report', EXAMPLE, '--html'],
  ['archive', EXAMPLE, '--early', '--yes'],
  ['doctor', EXAMPLE],
])('a world in which everything is named so: %s %s %s', async (...args) => {
  const { sandbox, kickoff } = await provisioned();
  const { state } = sandbox;
  for (const each of [...state.issues, ...state.epics, ...state.milestones]) each.title += BAD;
  for (const user of state.users) user.name += BAD;
  for (const label of state.labels) label.description = BAD;
  for (const board of state.boards) board.name += BAD;
  const { out, err } = await kickoff(args);
  // The lines of CSV end as RFC 4180 says.
  expect(`${out.replaceAll('\r\n', '\n')}${err}`).not.toMatch(RAW);
  expect(`${out}${err}`).not.toMatch(/^✗ a line of mine/m);
  expect(err).not.toContain('bug');
});
