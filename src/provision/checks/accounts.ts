/** Accounts that the cohort file does not name as GitLab does: nobody's user names, and interns whose account was renamed. */
import { isSameUser } from '../../model/accounts.ts';
import type { Refusal } from '../../model/plan.ts';
import type { Key, LiveIssue } from '../../model/resource.ts';
import { keysHere } from '../../record/place.ts';

export interface Intern {
  username: string;
  /** Key of the epic, `spring-2027/robin-ito`. */
  epic: Key;
}

/** So many letters may be wrong for a name to be meant. */
const NEAR = 3;

/** User names that somebody has, and that are a typo away. */
export const nearest = (name: string, known: string[]): string[] =>
  known
    .map((member) => ({ member, far: distance(name.toLowerCase(), member.toLowerCase()) }))
    .filter(({ far }) => far <= NEAR)
    .sort((left, right) => left.far - right.far)
    .slice(0, 3)
    .map(({ member }) => member);

/** A typo, most likely: what is nobody's name, with the nearest ones that somebody has. */
export function unknownUsers(names: string[], members: Iterable<string>): Refusal[] {
  if (names.length === 0) return [];
  const known = [...members];
  const told = names.map((name) => {
    const near = nearest(name, known);
    return near.length === 0 ? name : `${name} (nearest: ${near.join(', ')})`;
  });
  return [
    {
      what: 'unknown-user',
      because: `nobody on this GitLab is called ${told.join(', ')}`,
    },
  ];
}

/**
 * GitLab keeps assignments when an account is renamed, so they tell: somebody without any work here, to whom the work of an intern is
 * assigned whom the file does not name.
 */
export function renamedAccounts(interns: Intern[], issues: LiveIssue[], project: number): Refusal[] {
  const ours = new Map<Key, LiveIssue[]>();
  for (const issue of issues) {
    for (const key of keysHere(issue, project)) {
      const epic = /^([^/]+\/[^/.]+)\/(?:kr|goal)\//.exec(key)?.[1];
      if (epic !== undefined) ours.set(epic, [...(ours.get(epic) ?? []), issue]);
    }
  }
  const named = new Set(interns.map(({ epic }) => epic));
  return interns.flatMap(({ username, epic }): Refusal[] => {
    if (ours.has(epic)) return [];
    const cohort = epic.slice(0, epic.indexOf('/') + 1);
    const before = [...ours].find(
      ([key, theirs]) =>
        key.startsWith(cohort) &&
        !named.has(key) &&
        theirs.every(({ assignees }) => holds(assignees, username)),
    );
    if (!before) return [];
    const key = before[0].slice(cohort.length);
    return [
      {
        what: 'renamed',
        because: `${username} has nothing here, but everything of "${key}", whom the file does not name, is assigned to them: the account was renamed. Write "key: ${key}" beside the user name, and the internship goes on`,
      },
    ];
  });
}

const holds = (assignees: string[], username: string): boolean =>
  assignees.some((name) => isSameUser(name, username));

/** Letters to add, take or change (Levenshtein); names are short. */
function distance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, at) => at);
  for (const [at, letter] of [...left].entries()) {
    const next = [at + 1];
    for (const [index, other] of [...right].entries())
      next.push(
        Math.min(
          (row[index + 1] ?? 0) + 1,
          (next[index] ?? 0) + 1,
          (row[index] ?? 0) + Number(letter !== other),
        ),
      );
    row = next;
  }
  return row.at(-1) ?? 0;
}
