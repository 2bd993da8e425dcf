/** What one person should see of a scorecard: an intern the next three, a mentor the rotation, a manager everything. */
import { isSameUser } from '../../model/accounts.ts';
import type { AreaCard, GroupCard, InternCard, KeyResultCard, Scorecard } from '../scorecard.ts';
import { groupsOf } from './words.ts';

export interface Next {
  result: KeyResultCard;
  /** Objective or area. */
  group: GroupCard;
}

/** What can be worked on, soonest due first; what has not begun yet comes after what has. */
export function nextThree(intern: InternCard, today: string): Next[] {
  if (intern.left !== null) return [];
  const open = openOf(intern);
  const free = open.filter(({ result }) => result.waitsFor.length === 0);
  // Where all that is open waits for something, that is said rather than nothing.
  return (free.length > 0 ? free : open)
    .sort((left, right) => {
      const begun = (each: Next): number => (each.result.start <= today ? 0 : 1);
      const due = (each: Next): string => each.result.due ?? '9999';
      return begun(left) - begun(right) || (due(left) < due(right) ? -1 : due(left) > due(right) ? 1 : 0);
    })
    .slice(0, 3);
}

const openOf = (intern: InternCard): Next[] =>
  groupsOf(intern)
    .flatMap((group) => group.keyResults.map((result) => ({ result, group })))
    .filter(
      ({ result }) =>
        result.standing === 'open' &&
        result.score !== null &&
        result.score < 1 &&
        result.measure !== 'derived',
    );

export interface Mentored {
  intern: InternCard;
  /** The mentor's own rotations; a primary mentor has all of the program's. */
  areas: AreaCard[];
  primary: boolean;
}

export function mentoredBy(card: Scorecard, username: string): Mentored[] {
  return card.interns.flatMap((intern) => {
    const areas = intern.areas.filter(({ mentor }) => mentor !== null && isSameUser(mentor, username));
    const primary = isSameUser(intern.mentor, username);
    return areas.length > 0 || primary ? [{ intern, areas, primary }] : [];
  });
}

/** Everybody who has a page of their own. */
export function peopleOf(card: Scorecard): { interns: string[]; mentors: string[] } {
  const mentors = card.interns.flatMap((intern) => [
    intern.mentor,
    ...intern.areas.flatMap(({ mentor }) => mentor ?? []),
  ]);
  return {
    interns: card.interns.map(({ username }) => username),
    mentors: [...new Map(mentors.toReversed().map((name) => [name.toLowerCase(), name])).values()].sort(),
  };
}
