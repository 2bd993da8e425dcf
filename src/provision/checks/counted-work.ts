/** Can the work that key results count be read? Asked with one empty list for each project, before anything is written. */
import { KickoffError } from '../../model/errors.ts';
import type { Scope, Tracker } from '../../model/tracker.ts';
import type { CountedWork } from '../../program/enrolment.ts';
import type { Check } from './check.ts';

export async function examineWork(
  work: Pick<CountedWork, 'what' | 'project'>[],
  scope: Scope,
  tracker: Tracker,
): Promise<Check[]> {
  const places = new Map(
    work.flatMap(({ what, project }) =>
      project === null || project === scope.project
        ? []
        : [[`${what.replace('-', ' ')} of ${project}`, { what, project }] as const],
    ),
  );
  return Promise.all(
    [...places].map(async ([name, { what, project }]): Promise<Check> => {
      try {
        // Nothing was made after tomorrow: whether it may be asked is all that is asked.
        const createdAfter = new Date(tracker.now().getTime() + 86_400_000).toISOString();
        await tracker.work(scope, { what, project, label: null, state: 'all', createdAfter });
        return { level: 'ok', about: 'work', message: `The ${name} can be counted.`, remedy: '' };
      } catch (error) {
        if (!(error instanceof KickoffError) || !['not-found', 'access'].includes(error.code)) throw error;
        return {
          level: 'warning',
          about: 'work',
          message: `The ${name} cannot be read, so nothing is counted there.`,
          remedy: `Check the path, and give the token's user a role in ${project} if it is not public.`,
        };
      }
    }),
  );
}
