import * as boards from './boards.ts';
import type { Context, Reply } from './context.ts';
import * as epics from './epics.ts';
import { listEvents } from './events.ts';
import { graphql } from './graphql.ts';
import * as issues from './issues.ts';
import * as labels from './labels.ts';
import { createMergeRequest, listMergeRequests, mergeMergeRequest } from './merge-requests.ts';
import * as milestones from './milestones.ts';
import * as people from './people.ts';
import * as places from './places.ts';

export interface Route {
  method: string;
  /** Path under `/api/v4`, `:x` standing for one encoded part. */
  pattern: string;
  /** Routes that a CI job token opens, `route_setting :authentication, job_token_allowed: true` (docs/gitlab.md#tokens). */
  jobToken?: true;
  run: (context: Context, url: URL) => Reply;
}

/** Every route the sandbox serves. */
export const ROUTES: Route[] = [
  { method: 'GET', pattern: 'metadata', run: people.metadata },
  { method: 'GET', pattern: 'version', run: people.metadata },
  { method: 'GET', pattern: 'user', run: people.currentUser },
  { method: 'GET', pattern: 'users', run: people.users },
  { method: 'GET', pattern: 'personal_access_tokens/self', run: people.tokenSelf },
  { method: 'GET', pattern: 'namespaces/:id', run: people.namespace },
  { method: 'GET', pattern: 'projects/:id', run: people.project },
  { method: 'GET', pattern: 'groups/:id', run: people.group },
  { method: 'GET', pattern: 'projects/:id/members/all', run: people.projectMembers },
  { method: 'GET', pattern: 'projects/:id/members/all/:user', run: people.oneProjectMember },
  { method: 'POST', pattern: 'groups', run: places.createGroup },
  { method: 'POST', pattern: 'projects', run: places.createProject },
  { method: 'PUT', pattern: 'projects/:id', run: places.updateProject },
  { method: 'POST', pattern: 'projects/:id/archive', run: (context) => places.archive(context, true) },
  { method: 'POST', pattern: 'projects/:id/unarchive', run: (context) => places.archive(context, false) },
  { method: 'GET', pattern: 'groups/:id/members/all', run: people.groupMembers },
  { method: 'GET', pattern: 'groups/:id/members/all/:user', run: people.oneGroupMember },
  ...(['group', 'project'] as const).flatMap((kind): Route[] => [
    {
      method: 'GET',
      pattern: `${kind}s/:id/labels`,
      run: (context, url) => labels.listLabels(context, url, kind),
    },
    { method: 'POST', pattern: `${kind}s/:id/labels`, run: (context) => labels.createLabel(context, kind) },
    {
      method: 'PUT',
      pattern: `${kind}s/:id/labels/:name`,
      run: (context) => labels.updateLabel(context, kind),
    },
    {
      method: 'GET',
      pattern: `${kind}s/:id/milestones`,
      run: (context, url) => milestones.listMilestones(context, url, kind),
    },
    {
      method: 'POST',
      pattern: `${kind}s/:id/milestones`,
      run: (context) => milestones.createMilestone(context, kind),
    },
    {
      method: 'GET',
      pattern: `${kind}s/:id/milestones/:mid`,
      run: (context) => milestones.showOneMilestone(context, kind),
    },
    {
      method: 'PUT',
      pattern: `${kind}s/:id/milestones/:mid`,
      run: (context) => milestones.updateMilestone(context, kind),
    },
  ]),
  { method: 'GET', pattern: 'projects/:id/issues', jobToken: true, run: issues.listIssues },
  { method: 'POST', pattern: 'projects/:id/issues', run: issues.createIssue },
  { method: 'GET', pattern: 'projects/:id/issues/:iid', jobToken: true, run: issues.showOneIssue },
  { method: 'PUT', pattern: 'projects/:id/issues/:iid', run: issues.updateIssue },
  { method: 'GET', pattern: 'groups/:id/issues', run: issues.listGroupIssues },
  { method: 'GET', pattern: 'projects/:id/merge_requests', run: listMergeRequests },
  { method: 'POST', pattern: 'projects/:id/merge_requests', run: createMergeRequest },
  { method: 'PUT', pattern: 'projects/:id/merge_requests/:iid/merge', run: mergeMergeRequest },
  { method: 'GET', pattern: 'projects/:id/events', run: listEvents },
  { method: 'GET', pattern: 'groups/:id/epics', run: epics.listEpics },
  { method: 'POST', pattern: 'groups/:id/epics', run: epics.createEpic },
  { method: 'GET', pattern: 'groups/:id/epics/:iid', run: epics.showOneEpic },
  { method: 'GET', pattern: 'groups/:id/-/epics/:iid', run: epics.showOneEpic },
  { method: 'PUT', pattern: 'groups/:id/epics/:iid', run: epics.updateEpic },
  { method: 'GET', pattern: 'groups/:id/epics/:iid/issues', run: epics.listEpicIssues },
  { method: 'POST', pattern: 'groups/:id/epics/:iid/issues/:issue', run: epics.assignEpicIssue },
  { method: 'POST', pattern: 'graphql', run: graphql },
  { method: 'GET', pattern: 'projects/:id/boards', run: boards.listBoards },
  { method: 'POST', pattern: 'projects/:id/boards', run: boards.createBoard },
  { method: 'POST', pattern: 'projects/:id/boards/:board/lists', run: boards.createList },
  { method: 'PUT', pattern: 'projects/:id/boards/:board/lists/:list', run: boards.moveList },
];

/** The route of a path and its decoded parameters; a parameter may hold an encoded slash (`group%2Fproject`). */
export function match(method: string, path: string): { route: Route; path: string[] } | null {
  const parts = path.split('/');
  for (const route of ROUTES) {
    if (route.method !== method) continue;
    const pattern = route.pattern.split('/');
    if (pattern.length !== parts.length) continue;
    const found: string[] = [];
    const fits = pattern.every((piece, index) => {
      const part = parts[index] ?? '';
      if (!piece.startsWith(':')) return piece === part;
      found.push(decodeURIComponent(part));
      return part !== '';
    });
    if (fits) return { route, path: found };
  }
  return null;
}
