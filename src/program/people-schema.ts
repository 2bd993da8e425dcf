/** Whose something is, and for whom: roles and named people, attributes of interns, once for each or once for all. */
import * as z from 'zod';
import { slug, username } from './basics.ts';

/** Roles that every program has. A program may name others, whose people the cohort names. */
export const OWN_ROLES = ['intern', 'mentor', 'manager', 'area-mentor', 'area-manager'] as const;
export type OwnRole = (typeof OWN_ROLES)[number];
export const isOwnRole = (name: string): name is OwnRole => (OWN_ROLES as readonly string[]).includes(name);

/** What differs from intern to intern; the others are the same for a whole cohort. */
const PER_INTERN: readonly string[] = ['intern', 'mentor', 'area-mentor'];

export const owner = z
  .union([username, z.array(username).min(1).max(10)], {
    error: 'must be a role, a user name, or a list of them',
  })
  .default('intern')
  .describe(
    'Whom the issue is assigned to: intern, mentor, manager, area-mentor, area-manager, a role of the program, user names, or a list of them.',
  );

export const per = z
  .enum(['intern', 'cohort'])
  .optional()
  .describe(
    'One issue for each intern, or one for the whole cohort. Without it: for each intern, but for work that belongs to the manager, to roles of the program or to named people, which is there once.',
  );

const value = z.union([z.string(), z.number(), z.boolean()]);
export const attributes = z
  .record(slug, value)
  .default({})
  .describe('What is so of this intern, for conditions in the program: track: backend.');
export const when = z
  .record(slug, z.union([value, z.array(value).min(1).max(50)]))
  .optional()
  .describe('Only for interns whose attributes are so; a list means any of them.');

export type Attributes = z.infer<typeof attributes>;
export type When = z.infer<typeof when>;

export const ownersOf = (given: z.infer<typeof owner>): string[] => (Array.isArray(given) ? given : [given]);

/** Whether there is one for all interns. */
export const isOnce = (owners: string[], given: z.infer<typeof per>): boolean =>
  given === undefined
    ? owners.every((name) => !PER_INTERN.includes(name)) && !owners.includes('area-manager')
    : given === 'cohort';

/** Whether a condition holds for somebody with these attributes. */
export const holds = (condition: When, given: Attributes): boolean =>
  Object.entries(condition ?? {}).every(([key, wanted]) =>
    (Array.isArray(wanted) ? wanted : [wanted]).some((each) => String(each) === String(given[key])),
  );
