/** What a plan says beside its steps. */

import type { Note } from '../../model/plan.ts';
import type { Wanted } from '../../model/resource.ts';
import type { World } from '../../model/tracker.ts';
import { keysHere } from '../../record/place.ts';

/** What may be a mistake comes first. */
export function byUrgency(left: Note, right: Note): number {
  const urgent = (note: Note): number =>
    note.code === 'person' || note.code === 'stranger' || note.code === 'duplicate' ? 0 : 1;
  return urgent(left) - urgent(right);
}

export function peopleNotes(wanted: Wanted[], world: World): Note[] {
  const absent = new Map<string, number>();
  for (const each of wanted) {
    if (each.kind !== 'issue') continue;
    for (const name of each.assignees) {
      if (!world.members.has(name.toLowerCase())) absent.set(name, (absent.get(name) ?? 0) + 1);
    }
  }
  return [...absent].map(([name, count]) => ({
    code: 'not-a-member',
    about: name,
    message: `is not a member of the project, so ${count === 1 ? '1 issue stays' : `${count} issues stay`} without assignee. Add the account and run again: they are filled in then.`,
  }));
}

/** Things of this cohort that the template no longer wants. They stay; a person decides. */
export function retired(wanted: Wanted[], world: World, cohort: string): Note[] {
  return [...world.epics, ...world.issues, ...world.milestones].flatMap((live): Note[] => {
    const own = keysHere(live, world.project.id).filter(
      (key) => key.startsWith(`${cohort}/`) || key.startsWith(`${cohort}#`),
    );
    if (own.length === 0) return [];
    const now = own.map((key) => wanted.find((each) => each.key === key)).find((each) => each !== undefined);
    if (live.kind === 'issue' && now?.kind === 'epic' && live.state === 'opened') {
      const message = `is a tracking issue that is no longer needed, since there is an epic. It is left as it is; close it when you like: ${live.url}`;
      return [{ code: 'adapted', about: live.title, message }];
    }
    if (now !== undefined) return [];
    if (live.state === 'closed') return [];
    return [
      {
        code: 'no-longer-wanted',
        about: `${live.title} ${live.url}`,
        message: 'is no longer in the program. It is left as it is.',
      },
    ];
  });
}
