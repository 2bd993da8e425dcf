/**
 * Pipeline schedules, `lib/api/ci/pipeline_schedules.rb`. Developers see them; on the default branch, which is protected, only maintainers
 * may make one (recorded: "schedule: by the planner", "schedule: by a developer", "schedule: list").
 */
import { type Context, findProject, type Reply, roleInProject } from './context.ts';
import { userBasic } from './entities.ts';
import { forbidden, invalid } from './http-error.ts';
import { page } from './pages.ts';
import { requireParams, text } from './params.ts';
import { type PipelineSchedule, ROLE, takeId } from './state.ts';

function role(context: Context): number {
  return roleInProject(context.state, context.user.id, findProject(context, context.path[0] ?? ''));
}

export function createSchedule(context: Context): Reply {
  const { params, state } = context;
  requireParams(params, ['description', 'ref', 'cron']);
  const own = role(context);
  if (own < ROLE.developer) throw forbidden();
  if (own < ROLE.maintainer)
    throw invalid({ base: ['The current user is not authorized to create the pipeline schedule'] });
  const cron = text(params, 'cron') ?? '';
  if (cron.trim().split(/\s+/).length !== 5) throw invalid({ cron: ['syntax is invalid'] });
  const at = context.now();
  const schedule: PipelineSchedule = {
    id: takeId(state),
    project_id: findProject(context, context.path[0] ?? '').id,
    description: text(params, 'description') ?? '',
    ref: `refs/heads/${(text(params, 'ref') ?? '').replace(/^refs\/heads\//, '')}`,
    cron,
    cron_timezone: text(params, 'cron_timezone') ?? 'UTC',
    active: params.active !== false && params.active !== 'false',
    owner_id: context.user.id,
    created_at: at,
  };
  state.pipeline_schedules = [...(state.pipeline_schedules ?? []), schedule];
  return {
    status: 201,
    body: { ...show(context, schedule), last_pipeline: null, variables: [], inputs: [] },
  };
}

export function listSchedules(context: Context, url: URL): Reply {
  if (role(context) < ROLE.developer) throw forbidden();
  const { id } = findProject(context, context.path[0] ?? '');
  const rows = (context.state.pipeline_schedules ?? []).filter(({ project_id }) => project_id === id);
  return page(context, url, rows, (each) => show(context, each));
}

function show(context: Context, schedule: PipelineSchedule): Record<string, unknown> {
  const { id, description, ref, cron, cron_timezone, active, created_at } = schedule;
  return {
    id,
    description,
    ref,
    cron,
    cron_timezone,
    next_run_at: created_at,
    active,
    created_at,
    updated_at: created_at,
    owner: userBasic(context, schedule.owner_id),
  };
}
