/** Groups within groups, with projects in them, in the sandbox; and cohort files that live there. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { State } from '../../src/sandbox/state.ts';
import { EXAMPLE } from './stage.ts';

/** Makes the group at a path, below the group that its path names; members come from above. */
export function addGroup(state: State, path: string): number {
  const there = state.groups.find(({ full_path }) => full_path === path);
  if (there) return there.id;
  const parent = path.slice(0, path.lastIndexOf('/'));
  const above = state.groups.find(({ full_path }) => full_path === parent);
  state.next_id += 1;
  state.groups.push({
    id: state.next_id,
    name: path.slice(parent.length + 1),
    path: path.slice(parent.length + 1),
    full_path: path,
    parent_id: above?.id ?? null,
    visibility: 'private',
    created_at: '2027-01-01T00:00:00Z',
  });
  return state.next_id;
}

export function addProject(state: State, path: string): number {
  const there = state.projects.find(({ full_path }) => full_path === path);
  if (there) return there.id;
  const group = path.slice(0, path.lastIndexOf('/'));
  const group_id = addGroup(state, group);
  state.next_id += 1;
  state.projects.push({
    id: state.next_id,
    name: path.slice(group.length + 1),
    path: path.slice(group.length + 1),
    full_path: path,
    group_id,
    owner_id: null,
    visibility: 'private',
    created_at: '2027-01-01T00:00:00Z',
  });
  return state.next_id;
}

/** The example's cohort file with another place, and where asked another key. */
export function cohortAt(project: string, key = 'spring-2027', extra = ''): string {
  const group = project.slice(0, project.lastIndexOf('/'));
  const text = readFileSync(EXAMPLE, 'utf8')
    .replace('cohort: spring-2027', `cohort: ${key}`)
    .replace('group: security-team', `group: ${group}`)
    .replace('project: security-team/internship', `project: ${project}${extra}`);
  const path = join(mkdtempSync(join(tmpdir(), 'kickoff-')), 'cohort.yaml');
  writeFileSync(path, text);
  return path;
}
