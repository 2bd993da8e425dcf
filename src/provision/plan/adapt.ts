/** What this GitLab cannot do is done differently, once, here, and said in the plan. Everything after sees only the result. */
import type { Note } from '../../model/plan.ts';
import type { Wanted, WantedEpic, WantedIssue } from '../../model/resource.ts';
import type { Capabilities } from '../../model/tracker.ts';

export function adapt(
  wanted: Wanted[],
  can: Capabilities,
  labelsIn: 'group' | 'project',
): { wanted: Wanted[]; notes: Note[] } {
  // Epics carry only group labels (docs/gitlab.md#endpoints).
  if (can.epics && labelsIn === 'project') {
    return {
      wanted: wanted.map((each) => (each.kind === 'epic' ? { ...each, labels: [] } : each)),
      notes: [],
    };
  }
  if (can.epics || !wanted.some((each) => each.kind === 'epic')) return { wanted, notes: [] };
  return {
    wanted: wanted.map((each): Wanted => {
      if (each.kind === 'epic') return trackingIssue(each);
      if (each.kind === 'issue') return { ...each, epic: null };
      return each;
    }),
    notes: [
      {
        code: 'adapted',
        about: 'Epics',
        message: `A tracking issue stands for each intern's epic, because ${can.noEpicsBecause}. Labels say what belongs to it.`,
      },
    ],
  };
}

function trackingIssue(epic: WantedEpic): WantedIssue {
  return {
    kind: 'issue',
    key: epic.key,
    role: 'tracking',
    title: epic.title,
    text: epic.text,
    worksheet: '',
    boxes: [],
    labels: epic.labels,
    milestone: null,
    epic: null,
    parent: null,
    asParent: epic.asParent,
    dueDate: epic.dueDate,
    assignees: [],
    confidential: false,
  };
}
