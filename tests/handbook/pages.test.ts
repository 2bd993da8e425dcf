/**
 * The three handbook pages, from Markdown to files that validate. The pages lie beside the project; without them these tests
 * are skipped, with the reason. Nothing of their text is kept here.
 */
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { importPage } from '../../src/handbook/import.ts';
import { programSchema } from '../../src/program/program-schema.ts';
import { beside } from '../support/beside.ts';
import { EXAMPLE, provisioned, stage } from '../support/stage.ts';

const { path: PAGES, test: handbook } = beside('handbook', 'security-internship.md', 'KICKOFF_HANDBOOK');

const NAMES = ['security-internship', 'secure-and-defend-internship', 'infrastructure-security-role'];
const read = (name: string): string => readFileSync(join(PAGES, `${name}.md`), 'utf8');
const imported = (name: string) => importPage(read(name), `${name}.md`, { measures: true });

handbook.each(NAMES)('%s becomes a file that validates, the same bytes each time', async (name) => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  const out = join(folder, 'imported.yaml');
  const { kickoff } = stage();
  const run = await kickoff([
    'import',
    join(PAGES, `${name}.md`),
    '--out',
    out,
    '--directory',
    join(folder, 'directory.yaml'),
  ]);
  expect(run.code, run.err).toBe(0);
  expect(await kickoff(['validate', out])).toMatchObject({ code: 0 });
  const text = readFileSync(out, 'utf8');
  expect(text).toBe((await kickoff(['import', join(PAGES, `${name}.md`)])).out);
  expect(text).toMatch(/# lines? \d+/);
  expect(await kickoff(['import', join(PAGES, `${name}.md`), '--check', out])).toMatchObject({ code: 0 });
  if (existsSync(join(folder, 'directory.yaml')))
    expect(await kickoff(['validate', join(folder, 'directory.yaml')])).toMatchObject({ code: 0 });
});

handbook.each(NAMES)('every heading, list item and table row of %s is in the result or told', (name) => {
  const source = read(name).split('\n');
  const { used, unknown } = imported(name);
  let code = false;
  let front = source[0] === '---';
  const parts = source.flatMap((line, at) => {
    if (at > 0 && front && line === '---') front = false;
    if (/^\s*```/.test(line)) code = !code;
    const part =
      /^#{1,6} |^\s*(?:[-*+]|\d+[.)])\s+\S|^\s*\|.*\|/.test(line) && !/^\s*\|[\s:|-]+\|\s*$/.test(line);
    return !front && !code && part ? [at + 1] : [];
  });
  expect(parts.length).toBeGreaterThan(30);
  const told = new Set(
    unknown.flatMap(({ lines }) =>
      Array.from({ length: lines.to - lines.from + 1 }, (_, at) => lines.from + at),
    ),
  );
  expect(parts.filter((line) => !used.has(line) && !told.has(line))).toEqual([]);
  expect(parts.filter((line) => told.has(line)).length / parts.length).toBeLessThanOrEqual(0.05);
});

handbook(
  'the imported Security Internship provisions like our own template: results, areas, weeks, measures',
  async () => {
    const ours = programSchema().parse(
      (await import('yaml')).parse(readFileSync('templates/programs/security-internship.yaml', 'utf8')),
    );
    const theirs = programSchema().parse(imported('security-internship').value);
    const shape = (program: typeof ours): unknown => ({
      objectives: program.objectives.map(({ key_results }) =>
        key_results.map(({ measure }) => bare(measure)),
      ),
      areas: program.areas.map(({ key_results }) => key_results.map(({ measure }) => bare(measure))),
      weeks: program.rotations.map(({ area, weeks }) => [
        program.areas.findIndex(({ key }) => key === area),
        weeks,
      ]),
      duties: Object.fromEntries(
        Object.entries(program.roles).map(([name, role]) => [
          name,
          Object.fromEntries(
            Object.entries(role?.responsibilities ?? {})
              .map(([cadence, duties]) => [cadence, duties?.length])
              .sort(),
          ),
        ]),
      ),
    });
    // A unit is wording.
    const bare = ({ unit: _unit, ...measure }: { kind: string; unit?: string | undefined }): unknown =>
      measure;
    expect(shape(theirs)).toEqual(shape(ours));
    const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
    writeFileSync(join(folder, 'program.yaml'), imported('security-internship').text);
    const areas = theirs.areas.map(({ key }) => key);
    let at = 0;
    const cohort = readFileSync(EXAMPLE, 'utf8')
      .replace('program: security-internship', 'program: ./program.yaml')
      .replace(/^ {2}[a-z-]+: \{ mentor/gm, () => `  ${areas[at++]}: { mentor`);
    writeFileSync(join(folder, 'cohort.yaml'), cohort);
    const world = await provisioned({}, join(folder, 'cohort.yaml'));
    const own = await provisioned();
    const counts = ({ sandbox: { state } }: typeof world): unknown => ({
      results: state.issues.filter(({ labels }) => labels.includes('key-result')).length,
      milestones: state.milestones.map(({ start_date, due_date }) => [start_date, due_date]),
      boxes: state.issues
        .filter(({ labels }) => labels.includes('key-result'))
        .map(({ description }) => description?.match(/- \[ \]/g)?.length ?? 0),
      lists: state.boards[0]?.lists.length,
    });
    expect(counts(world)).toEqual(counts(own));
    expect((await world.kickoff(['provision', join(folder, 'cohort.yaml'), '--yes'])).writes).toBe(0);
  },
);

handbook(
  'Secure and Defend: five goals, four weeks, four sides that gain, three ways to apply, one slot, one alumna',
  () => {
    const { value, directory } = imported('secure-and-defend-internship');
    const program = programSchema().parse(value);
    expect(program.objectives.map(({ key_results }) => key_results.length)).toEqual([5]);
    expect(program.rotations.map(({ weeks }) => weeks)).toEqual([1, 1, 1, 1]);
    expect(program.benefits.map(({ points }) => points.length)).toEqual([5, 3, 5, 2]);
    expect(program.applications.map(({ steps }) => steps?.length ?? 0)).toEqual([3, 3, 0]);
    expect(directory?.value.slots).toHaveLength(1);
    expect(directory?.value.alumni).toMatchObject([
      { time: 'July 2020', type: 'Internal', write_up: { url: expect.stringMatching(/^https:/) } },
    ]);
  },
);

handbook(
  'the role: five levels with grades, what extends what, the ladder with the nodes that only it knows',
  () => {
    const { value, kind } = imported('infrastructure-security-role');
    const role = value as {
      levels: {
        key: string;
        grade: number;
        extends?: string;
        responsibilities: unknown[];
        requirements: { kind: string }[];
      }[];
      ladder: { from: string; to: string }[];
      indicators: string[];
      hiring: string[];
      requirements: unknown[];
      team: unknown[];
    };
    expect(kind).toBe('role');
    expect(role.levels.map(({ grade }) => grade)).toEqual([6, 7, 8, 8, 9]);
    expect(
      role.levels.map(({ extends: lower }) => role.levels.findIndex(({ key }) => key === lower)),
    ).toEqual([-1, 0, 1, -1, 3]);
    expect(role.levels.map(({ responsibilities }) => responsibilities.length)).toEqual([6, 7, 4, 12, 8]);
    expect(role.levels.map(({ requirements }) => requirements.length)).toEqual([10, 7, 3, 12, 11]);
    expect(role.levels[0]?.requirements.filter((each) => each.kind === 'years')).toHaveLength(2);
    expect([role.team.length, role.requirements.length, role.indicators.length, role.hiring.length]).toEqual([
      4, 7, 1, 5,
    ]);
    expect(role.ladder).toHaveLength(6);
    const titled = role.ladder.flatMap(({ from, to }) => [from, to]);
    expect(new Set(titled).size).toBe(7);
  },
);

handbook(
  'a page that changed is told by --check, with what changed; --no-measures takes no counts',
  async () => {
    const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
    const page = join(folder, 'page.md');
    const out = join(folder, 'program.yaml');
    writeFileSync(page, read('security-internship'));
    const { kickoff } = stage();
    await kickoff(['import', page, '--out', out]);
    writeFileSync(page, read('security-internship').replace(/\b10 coffee/, '12 coffee'));
    const changed = await kickoff(['import', page, '--check', out]);
    expect(changed.code).toBe(2);
    expect(changed.out).toMatch(/measure\.target: 10 → 12/);
    const without = (await kickoff(['import', page, '--no-measures'])).out;
    expect(without).not.toContain('kind: count');
    expect(without).toContain('kind: to-be-defined');
  },
);
