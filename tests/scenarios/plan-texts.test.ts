/** A plan shows what a new text changes, line by line, before anybody signs it. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Plan } from '../../src/model/plan.ts';
import { textChange } from '../../src/provision/plan/text-change.ts';
import { EXAMPLE, file, provisioned } from '../support/stage.ts';

const changed = file(
  'cohort.yaml',
  readFileSync(EXAMPLE, 'utf8')
    .replace('manager: maya.torres', 'manager: dele.adeyemi')
    .replace('links:', 'links:\n  - { title: "```` @all", url: "https://example.test/" }'),
);

test('on the terminal, in JSON and in Markdown', async () => {
  const { kickoff } = await provisioned();
  const text = (await kickoff(['plan', changed])).out;
  expect(text).toMatch(
    / {2}~ Security Internship: Robin Ito .*\n(?: {6}.*\n)? {6}- \| Manager \| `maya\.torres` \|\n {6}\+ \| Manager \| `dele\.adeyemi` \|\n {6}…\n/,
  );
  const plan = JSON.parse((await kickoff(['plan', changed, '--json'])).out) as Plan;
  const [step, ...lists] = plan.steps;
  // The new manager takes over what is open.
  expect(lists.flatMap((each) => (each.action === 'update' ? each.changes : []))).toEqual(
    lists.map(() => ({ field: 'assignee', from: 'maya.torres', to: 'dele.adeyemi' })),
  );
  expect(step?.action === 'update' && step.changes).toEqual([
    {
      field: 'text',
      from: '',
      to: '1 line → 2 lines',
      lines: [
        '- | Manager | `maya.torres` |',
        '+ | Manager | `dele.adeyemi` |',
        '…',
        '+ - [\\`\\`\\`\\` \\@all](https://example.test/)',
      ],
    },
  ]);
  const markdown = (await kickoff(['plan', changed, '--markdown'])).out;
  expect(markdown).toMatch(/### Texts\n\nSecurity Internship.*\n\n```diff\n- \| Manager[\s\S]*\n```\n/);
});

test('of a confidential key result a plan tells only how much changes', async () => {
  const described = (words: string): string => {
    const at = mkdtempSync(join(tmpdir(), 'kickoff-'));
    writeFileSync(
      join(at, 'program.yaml'),
      readFileSync('templates/programs/security-internship.yaml', 'utf8').replace(
        '        confidential: true',
        `        confidential: true\n        description: ${words}`,
      ),
    );
    writeFileSync(
      join(at, 'cohort.yaml'),
      readFileSync(EXAMPLE, 'utf8').replace('security-internship\n', './program.yaml\n'),
    );
    return join(at, 'cohort.yaml');
  };
  const { kickoff } = await provisioned({}, described('Vendor A leaks'));
  for (const args of [[], ['--markdown']]) {
    const { out } = await kickoff(['plan', described('Vendor B leaks'), ...args]);
    expect(out).toContain('1 line → 1 line');
    expect(out).not.toContain('leaks');
  }
});

test('a signed plan is carried out with the texts that it showed, and a second run has nothing to do', async () => {
  const world = await provisioned();
  const signed = file('plan.json', (await world.kickoff(['plan', changed, '--json'])).out);
  const run = await world.kickoff(['provision', changed, '--plan', signed]);
  expect(run.code, run.err).toBe(0);
  expect(world.sandbox.state.epics[0]?.description).toContain('| Manager | `dele.adeyemi` |');
  expect((await world.kickoff(['provision', changed, '--yes'])).writes).toBe(0);
});

test('every line of both texts is accounted for', () => {
  const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd d'), { maxLength: 12 });
  fc.assert(
    fc.property(lines, lines, (before, after) => {
      // Without white space at the ends, which no description keeps.
      const from = ['x', ...before, 'y'];
      const to = ['x', ...after, 'z'];
      const found = textChange({ from: from.join('\n'), to: to.join('\n') }).lines ?? [];
      const gone = found.filter((line) => line.startsWith('-')).map((line) => line.slice(2));
      const come = found.filter((line) => line.startsWith('+')).map((line) => line.slice(2));
      const count = (all: string[], one: string): number => all.filter((each) => each === one).length;
      for (const line of new Set([...from, ...to]))
        expect(count(from, line) - count(gone, line)).toBe(count(to, line) - count(come, line));
    }),
  );
});

test('a plan says what provision would refuse, wherever it is read', async () => {
  const world = await provisioned();
  const later = file('cohort.yaml', readFileSync(EXAMPLE, 'utf8').replace('2027-03-01', '2027-03-08'));
  for (const flags of [[], ['--markdown']]) {
    const plan = (await world.kickoff(['plan', later, ...flags])).out
      .replace(/\s+/g, ' ')
      .replaceAll('\\', '');
    expect(plan).toContain('provision refuses this: the plan changes or gives up');
    expect(plan).toContain('--allow many-changes');
  }
  expect((await world.kickoff(['provision', later, '--yes'])).code).toBe(1);
  expect((await world.kickoff(['plan', EXAMPLE])).out).not.toContain('refuses');
});
