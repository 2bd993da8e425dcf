/**
 * GitLab's own statuses (docs/gitlab.md#statuses): setting one of the category canceled closes an issue, and REST shows only that it is
 * closed. Custom ones have other names and the same categories.
 */
import * as z from 'zod';
import { Failure } from '../../model/failure.ts';
import type { Status } from '../../model/resource.ts';
import type { Scope } from '../../model/tracker.ts';
import type { Api } from './connect.ts';

const QUERY = `query($path: ID!, $iids: [String!]) {
  project(fullPath: $path) {
    workItems(iids: $iids, first: 100) {
      nodes { iid widgets { ... on WorkItemWidgetStatus { status { name category } } } }
    }
  }
}`;

const status = z.object({ name: z.string(), category: z.string() });

/** Absent where the instance knows no statuses: then GraphQL refuses the question, or has no such widget. */
const schema = z.object({
  data: z.object({
    project: z.object({
      workItems: z.object({
        nodes: z.array(
          z.object({ iid: z.string(), widgets: z.array(z.object({ status: status.nullish() })) }),
        ),
      }),
    }),
  }),
});

/** GitLab's largest page of a connection. */
const PAGE = 100;

export async function readStatuses(
  api: Api,
  scope: Scope,
  iids: number[],
): Promise<Map<number, Status> | null> {
  const found = new Map<number, Status>();
  for (let at = 0; at < iids.length; at += PAGE) {
    const answer = schema.safeParse(await ask(api, scope, iids.slice(at, at + PAGE)));
    if (!answer.success) return null;
    for (const { iid, widgets } of answer.data.data.project.workItems.nodes) {
      const known = widgets.find((widget) => widget.status)?.status;
      if (known) found.set(Number(iid), known);
    }
  }
  return found;
}

/** A GitLab without GraphQL for us, or behind a gateway that lets only REST through, says nothing about statuses. */
async function ask(api: Api, scope: Scope, iids: number[]): Promise<unknown> {
  try {
    return await api.query(QUERY, { path: scope.project, iids: iids.map(String) });
  } catch (error) {
    const refused = ['forbidden', 'not-found', 'unauthorized', 'scope', 'invalid'];
    if (error instanceof Failure && refused.includes(error.kind)) return null;
    throw error;
  }
}
