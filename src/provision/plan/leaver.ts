/** Who leaves before the end, as the plan sees them. */
import type { Note } from '../../model/plan.ts';
import type { Key, Wanted } from '../../model/resource.ts';
import type { Words } from '../../text/words.ts';

export interface Leaver {
  name: string;
  /** User names of the intern and of who takes over. */
  username: string;
  manager: string;
  /** Key of the epic: everything of the intern has a key below it. */
  epic: Key;
  /** The last day, `YYYY-MM-DD`. */
  on: string;
  reason: string | null;
  /** What is written into the issues is said with these. */
  words: Words;
  /** Key results, and whether each is done or not and nothing between. */
  results: { issue: Key; done: boolean; confidential: boolean }[];
}

/** Whose last day has come. */
export const goneBy = (leavers: Leaver[], today: string): Leaver[] => leavers.filter(({ on }) => on <= today);

/** Whose last day is still to come: it is not forgotten when the plan says so. */
export const goingNotes = (leavers: Leaver[], today: string): Note[] =>
  leavers
    .filter(({ on }) => on > today)
    .map(({ name, on }) => ({
      code: 'schedule',
      about: name,
      message: `leaves on ${on}. Provision again on that day: open key results are closed then, and open check-lists go to the manager.`,
    }));

/** Whose a wanted thing is, among those who left. */
export const ownerAmong = <L extends Pick<Leaver, 'epic'>>({ key }: Wanted, leavers: L[]): L | undefined =>
  leavers.find(({ epic }) => key === epic || key.startsWith(`${epic}/`));
