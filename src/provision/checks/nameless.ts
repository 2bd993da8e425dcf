/**
 * Issues of ours that lost what tells which they are: marker, index and title. Whether one of them is a key result that would be made anew,
 * nobody but people can say.
 */
import type { Plan, Refusal } from '../../model/plan.ts';
import type { LiveIssue } from '../../model/resource.ts';
import type { Matched } from '../../model/tracker.ts';
import { beginMarkers } from '../../record/managed-block.ts';

/** `issues` carry the label of the cohort; `robot` is our user name. */
export function namelessIssues(
  { steps }: Pick<Plan, 'steps'>,
  matched: Matched,
  issues: LiveIssue[],
  robot: string | null,
): Refusal[] {
  const made = steps.filter(({ action, kind }) => action === 'create' && kind === 'issue');
  if (made.length === 0 || robot === null) return [];
  const known = new Set([...matched.values()].flatMap((live) => (live.kind === 'issue' ? [live.id] : [])));
  const nameless = issues.filter(
    ({ id, author, description }) =>
      author === robot && !known.has(id) && beginMarkers(description).length === 0,
  );
  const [first] = made;
  if (nameless.length === 0 || !first) return [];
  const titles = made.slice(0, 3).map(({ name }) => `"${name}"`);
  const more = made.length > 3 ? ` and ${made.length - 3} more` : '';
  const urls = nameless.slice(0, 5).map(({ url }) => url);
  return [
    {
      what: 'lost-issue',
      because: `${titles.join(', ')}${more} would be made anew, and ${nameless.length === 1 ? 'an issue that we made has' : `${nameless.length} issues that we made have`} lost the marker that says what it is: ${urls.join(', ')}. If one of them is meant, write <!-- kickoff:begin ${first.key} --><!-- kickoff:end --> into its description`,
    },
  ];
}
