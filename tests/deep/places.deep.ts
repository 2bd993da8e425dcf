/** Identity has a place: in any hierarchy, through renames and moves, nothing outside a cohort's own group and project is ever written. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type State, takeId } from '../../src/sandbox/state.ts';
import { addProject, cohortAt } from '../support/hierarchy.ts';
import { record } from '../support/record.ts';
import { type Stage, stage } from '../support/stage.ts';

const ROOT = 'security-team';
const NAMES = ['lab', 'red', 'blue'];
const KEYS = ['spring-2027', 'winter-2026'];

/** Up to four groups deep; a project in any of them. */
const place = fc
  .tuple(fc.array(fc.constantFrom(...NAMES), { maxLength: 3 }), fc.constantFrom('internship', 'second'))
  .map(([groups, project]) => [ROOT, ...groups, project].join('/'));

type Act =
  | { kind: 'provision' | 'sync' | 'report' | 'archive'; of: number; sameKey: boolean }
  | { kind: 'rename-project' | 'rename-group' | 'move'; of: number; to: number }
  | { kind: 'paste'; from: number; to: number }
  | { kind: 'epic'; of: number };

const at = fc.nat({ max: 7 });
const act: fc.Arbitrary<Act> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('provision' as const), of: at, sameKey: fc.boolean() }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      kind: fc.constantFrom('sync' as const, 'report' as const, 'archive' as const),
      of: at,
      sameKey: fc.constant(false),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constantFrom('rename-project' as const, 'rename-group' as const, 'move' as const),
      of: at,
      to: at,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('paste' as const), from: at, to: at }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('epic' as const), of: at }) },
);

interface Cohort {
  key: string;
  projectId: number;
}

/** Everything that is not in the cohort's own group and project, as text: no run of it may change a byte of that. */
function foreign(state: State, { projectId }: Cohort): string {
  const groupId = state.projects.find(({ id }) => id === projectId)?.group_id;
  const isForeign = (each: { project_id?: number | null; group_id?: number | null }): boolean =>
    each.project_id != null ? each.project_id !== projectId : each.group_id !== groupId;
  return JSON.stringify([
    state.issues.filter(isForeign),
    state.epics.filter(isForeign),
    state.milestones.filter(isForeign),
    state.labels.filter(isForeign),
    state.boards.filter(isForeign),
    state.groups,
    state.projects,
  ]);
}

const pathOf = (state: State, id: number): string =>
  state.projects.find((each) => each.id === id)?.full_path ?? '';

/** Paths follow the tree. */
function rename(state: State): void {
  const full = (id: number | null): string => {
    const group = state.groups.find((each) => each.id === id);
    if (!group) return '';
    const above = full(group.parent_id);
    return above === '' ? group.path : `${above}/${group.path}`;
  };
  for (const group of state.groups) group.full_path = full(group.id);
  for (const project of state.projects)
    if (project.group_id !== null) project.full_path = `${full(project.group_id)}/${project.path}`;
}

function change(world: Stage, cohorts: Cohort[], act: Act): void {
  const { state } = world.sandbox;
  const one = (index: number): Cohort => cohorts[index % cohorts.length] as Cohort;
  const projectOf = (index: number) => state.projects.find(({ id }) => id === one(index).projectId);
  if (act.kind === 'rename-project') {
    const project = projectOf(act.of);
    if (project) project.path = `${project.path}-${act.to}`;
  } else if (act.kind === 'rename-group') {
    const group = state.groups.find(({ id }) => id === projectOf(act.of)?.group_id);
    if (group && group.parent_id !== null) group.path = `${group.path}-${act.to}`;
  } else if (act.kind === 'move') {
    const [project, other] = [projectOf(act.of), projectOf(act.to)];
    const isTaken = state.projects.some(
      (each) => each.group_id === other?.group_id && each.path === project?.path,
    );
    if (project && other && !isTaken) project.group_id = other.group_id;
  } else if (act.kind === 'paste') {
    const [from, to] = [one(act.from), one(act.to)].map(({ projectId }) =>
      state.issues.find(({ project_id }) => project_id === projectId),
    );
    if (from && to) to.description = from.description;
  } else if (act.kind === 'epic') {
    const group_id = projectOf(act.of)?.group_id;
    const ours = state.epics.find((each) => each.group_id !== group_id);
    if (ours && group_id != null)
      state.epics.push({
        ...ours,
        id: takeId(state),
        iid:
          1 + Math.max(0, ...state.epics.filter((each) => each.group_id === group_id).map(({ iid }) => iid)),
        group_id,
        author_id: 21,
      });
  }
  rename(state);
}

test('whatever moves, is renamed or pasted, a run writes in its own group and project', async () => {
  let runs = 0;
  let writes = 0;
  const RUNS = Number(process.env.SEEDS ?? 150);
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(place, { minLength: 2, maxLength: 8 }),
      fc.array(fc.constantFrom(...KEYS), { minLength: 8, maxLength: 8 }),
      fc.array(act, { minLength: 3, maxLength: 12 }),
      async (paths, keys, acts) => {
        const world = stage({ tier: 'ultimate' });
        const { state } = world.sandbox;
        const cohorts = paths.map((path, index): Cohort => {
          const projectId = addProject(state, path);
          return { key: keys[index] ?? 'spring-2027', projectId };
        });
        for (const each of acts) {
          if (!('sameKey' in each)) {
            change(world, cohorts, each);
            continue;
          }
          const cohort = cohorts[each.of % cohorts.length] as Cohort;
          const file = cohortAt(pathOf(state, cohort.projectId), cohort.key);
          const before = foreign(state, cohort);
          const flags = each.kind === 'provision' || each.kind === 'archive' ? ['--yes'] : [];
          const allowed = each.sameKey ? ['--allow', 'same-key', '--allow', 'many-changes'] : [];
          const run = await world.kickoff([each.kind, file, ...flags, ...allowed]);
          runs += 1;
          writes += run.writes;
          const story = `${JSON.stringify(acts)} at ${JSON.stringify(each)}: ${run.err}`;
          expect([0, 1, 2, 3, 75], story).toContain(run.code);
          if (each.kind === 'report') expect(run.writes).toBe(0);
          expect(foreign(state, cohort), story).toBe(before);
        }
      },
    ),
    { numRuns: RUNS, seed: 13 },
  );
  record({
    guarantee: 'Place',
    fault: 'hierarchies up to four groups deep, renamed, moved and pasted over',
    schedules: RUNS,
    result: `${runs} runs with ${writes} writes, none outside the own group and project`,
  });
});
