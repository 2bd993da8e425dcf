import * as z from 'zod';
import type { LiveLabel } from '../../model/resource.ts';
import type { Create, Patch, Scope } from '../../model/tracker.ts';
import { type Api, groupOf } from './connect.ts';
import { check, readAll } from './pages.ts';

const schema = z.object({
  id: z.int(),
  name: z.string(),
  color: z.string(),
  description: z.string().nullish(),
  is_project_label: z.boolean().optional(),
});

const liveOf = (raw: z.output<typeof schema>, home: LiveLabel['home']): LiveLabel => ({
  kind: 'label',
  id: raw.id,
  name: raw.name,
  color: raw.color,
  description: raw.description ?? '',
  home: raw.is_project_label === undefined ? home : raw.is_project_label ? 'project' : 'above',
});

export async function readLabels(api: Api, scope: Scope): Promise<LiveLabel[]> {
  const rows = await readRows(api, scope);
  // A group's label does not tell whose it is: only a group within a group asks twice.
  if (scope.labelsIn === 'project' || !scope.group?.includes('/'))
    return rows.map((row) => liveOf(row, scope.labelsIn));
  const own = new Set((await readRows(api, scope, { includeAncestorGroups: false })).map(({ id }) => id));
  return rows.map((row) => liveOf(row, own.has(row.id) ? 'group' : 'above'));
}

async function readRows(api: Api, scope: Scope, more: object = {}): Promise<z.output<typeof schema>[]> {
  return readAll(schema, 'the labels', (page) =>
    scope.labelsIn === 'group' && scope.group !== null
      ? api.groupLabels.all(scope.group, { ...page, ...more })
      : api.projectLabels.all(scope.project, page),
  );
}

export async function createLabel(
  api: Api,
  scope: Scope,
  { home, name, color, description }: Extract<Create, { kind: 'label' }>,
): Promise<LiveLabel> {
  const raw =
    home === 'group'
      ? await api.groupLabels.create(groupOf(scope), name, color, { description })
      : await api.projectLabels.create(scope.project, name, color, { description });
  return liveOf(check(schema, raw, 'a new label'), home);
}

export async function updateLabel(
  api: Api,
  scope: Scope,
  live: LiveLabel,
  { color, description }: Patch,
): Promise<LiveLabel> {
  // gitbeaker insists on a color or a name; the color is ours anyway.
  const body = { color: color ?? live.color, ...(description === undefined ? {} : { description }) };
  const raw =
    live.home === 'group'
      ? await api.groupLabels.edit(groupOf(scope), live.id, body)
      : await api.projectLabels.edit(scope.project, live.id, body);
  return liveOf(check(schema, raw, 'a label'), live.home);
}
