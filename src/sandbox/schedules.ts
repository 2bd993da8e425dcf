/** Pipeline schedules, as far as asking for them goes: there is no repository to run (recorded: "schedule: by a developer"). */
import { type Context, findProject, type Reply, roleInProject } from './context.ts';
import { forbidden, invalid } from './http-error.ts';
import { page } from './pages.ts';
import { requireParams } from './params.ts';
import { ROLE } from './state.ts';

function role(context: Context): number {
  return roleInProject(context.state, context.user.id, findProject(context, context.path[0] ?? ''));
}

export function createSchedule(context: Context): Reply {
  requireParams(context.params, ['description', 'ref', 'cron']);
  if (role(context) < ROLE.developer) throw forbidden();
  throw invalid({ base: ['The current user is not authorized to create the pipeline schedule'] });
}

export function listSchedules(context: Context, url: URL): Reply {
  if (role(context) < ROLE.developer) throw forbidden();
  return page(context, url, [], () => null);
}
