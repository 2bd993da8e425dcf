import type { State } from '../../src/sandbox/state.ts';

const keyOf = (text: string | null): string | undefined => /kickoff:begin (\S+)/.exec(text ?? '')?.[1];

/** What is there twice and what is not there, among things that count: open, and carrying a marker. */
export function duplicatesAndMissing(
  state: State,
  wanted: { milestones: number; epics: number; issues: number },
): { duplicates: number; missing: number } {
  const live = {
    milestones: state.milestones.filter((each) => each.state === 'active'),
    epics: state.epics.filter((each) => each.state === 'opened'),
    issues: state.issues.filter((each) => each.state === 'opened'),
  };
  let duplicates = 0;
  let missing = 0;
  for (const kind of ['milestones', 'epics', 'issues'] as const) {
    const keys = (live[kind] as { description: string | null }[]).flatMap(
      (each) => keyOf(each.description) ?? [],
    );
    duplicates += keys.length - new Set(keys).size;
    missing += wanted[kind] - new Set(keys).size;
  }
  const epics = new Set(live.epics.map((each) => each.id));
  const milestones = new Set(live.milestones.map((each) => each.id));
  // An issue that hangs on a closed duplicate is as good as lost.
  for (const issue of live.issues) {
    if (issue.epic_id !== null && !epics.has(issue.epic_id)) missing += 1;
    if (issue.milestone_id !== null && !milestones.has(issue.milestone_id)) missing += 1;
  }
  return { duplicates, missing };
}

export const ONE_INTERN = { milestones: 6, epics: 1, issues: 21 };
