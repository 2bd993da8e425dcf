import * as boards from './boards.ts';
import type { Context, Reply } from './context.ts';
import * as epics from './epics.ts';
import { listEvents } from './events.ts';
import { graphql } from './graphql.ts';
import * as lists from './issue-lists.ts';
import * as issues from './issues.ts';
import * as labels from './labels.ts';
import {
  createMergeRequestNote,
  listMergeRequestNotes,
  updateMergeRequestNote,
} from './merge-request-notes.ts';
import { createMergeRequest, listMergeRequests, mergeMergeRequest } from './merge-requests.ts';
import * as milestones from './milestones.ts';
import { moveIssue } from './moves.ts';
import * as notes from './notes.ts';
import { oneOf, type Params, requireAny, requireOne } from './params.ts';
import * as people from './people.ts';
import * as places from './places.ts';
import { createSchedule, listSchedules } from './schedules.ts';

export interface Route {
  method: string;
  /** Path under `/api/v4`, `:x` standing for one encoded part. */
  pattern: string;
  /** Routes that a CI job token opens, `route_setting :authentication, job_token_allowed: true` (docs/gitlab.md#tokens). */
  jobToken?: true;
  /** Routes that answer somebody without a name, about what is public. */
  anonymous?: true;
  /** Parameters that must be whole numbers; parts of the path that end in `_id` or `_iid` must be too. */
  wholes?: string[];
  /** What else is looked at before anything is looked for; each may refuse. */
  rules?: ((params: Params) => void)[];
  run: (context: Context, url: URL) => Reply;
}

const oneEpic = (params: Params): void => requireOne(params, 'epic_id', 'epic_iid');
const OF_ISSUES = ['epic_id', 'epic_iid', 'milestone_id'];

/** Every route the sandbox serves. */
export const ROUTES: Route[] = [
  { method: 'GET', pattern: 'metadata', run: people.metadata },
  { method: 'GET', pattern: 'version', run: people.metadata },
  { method: 'GET', pattern: 'user', run: people.currentUser },
  { method: 'GET', pattern: 'users', run: people.users },
  { method: 'GET', pattern: 'users/:id', run: people.oneUser },
  { method: 'GET', pattern: 'personal_access_tokens/self', run: people.tokenSelf },
  { method: 'POST', pattern: 'personal_access_tokens/self/rotate', run: people.rotateSelf },
  { method: 'GET', pattern: 'namespaces/:id', run: people.namespace },
  { method: 'GET', pattern: 'projects/:id', anonymous: true, run: people.project },
  { method: 'GET', pattern: 'groups/:id', anonymous: true, run: people.group },
  { method: 'GET', pattern: 'projects/:id/members', run: people.directProjectMembers },
  { method: 'GET', pattern: 'groups/:id/access_tokens', run: people.groupTokens },
  { method: 'GET', pattern: 'groups/:id/service_accounts', run: people.serviceAccounts },
  { method: 'GET', pattern: 'projects/:id/pipeline_schedules', run: listSchedules },
  { method: 'POST', pattern: 'projects/:id/pipeline_schedules', run: createSchedule },
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
    { method: 'PUT', pattern: `${kind}s/:id/labels`, run: (context) => labels.updateLabel(context, kind) },
    {
      method: 'GET',
      pattern: `${kind}s/:id/labels/:name`,
      run: (context) => labels.showOneLabel(context, kind),
    },
    {
      method: 'DELETE',
      pattern: `${kind}s/:id/labels/:name`,
      run: (context) => labels.deleteLabel(context, kind),
    },
    {
      method: 'DELETE',
      pattern: `${kind}s/:id/milestones/:mid`,
      run: (context) => milestones.deleteMilestone(context, kind),
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
  { method: 'GET', pattern: 'projects/:id/issues', jobToken: true, anonymous: true, run: lists.listIssues },
  {
    method: 'POST',
    pattern: 'projects/:id/issues',
    wholes: OF_ISSUES,
    rules: [oneEpic],
    run: issues.createIssue,
  },
  {
    method: 'GET',
    pattern: 'projects/:id/issues/:issue_iid',
    jobToken: true,
    anonymous: true,
    run: issues.showOneIssue,
  },
  {
    method: 'PUT',
    pattern: 'projects/:id/issues/:issue_iid',
    wholes: OF_ISSUES,
    rules: [
      oneEpic,
      (params) => oneOf(params, 'state_event', ['close', 'reopen']),
      (params) => requireAny(params, issues.UPDATABLE),
    ],
    run: issues.updateIssue,
  },
  { method: 'DELETE', pattern: 'projects/:id/issues/:issue_iid', run: issues.deleteIssue },
  { method: 'POST', pattern: 'projects/:id/issues/:issue_iid/move', run: moveIssue },
  { method: 'GET', pattern: 'projects/:id/issues/:noteable_id/notes', run: notes.listNotes },
  { method: 'POST', pattern: 'projects/:id/issues/:noteable_id/notes', run: notes.createNote },
  {
    method: 'GET',
    pattern: 'projects/:id/issues/:eventable_id/resource_state_events',
    run: (context, url) => notes.listResourceEvents(context, url, 'state'),
  },
  {
    method: 'GET',
    pattern: 'projects/:id/issues/:eventable/resource_label_events',
    run: (context, url) => notes.listResourceEvents(context, url, 'label'),
  },
  {
    method: 'GET',
    pattern: 'projects/:id/issues/:eventable/resource_milestone_events',
    run: (context, url) => notes.listResourceEvents(context, url, 'milestone'),
  },
  { method: 'GET', pattern: 'projects/:id/issues/:issue_iid/links', run: notes.listLinks },
  {
    method: 'GET',
    pattern: 'projects/:id/issues/:issue_iid/related_merge_requests',
    run: notes.listRelatedMergeRequests,
  },
  { method: 'GET', pattern: 'groups/:id/issues', anonymous: true, run: lists.listGroupIssues },
  { method: 'GET', pattern: 'projects/:id/merge_requests', anonymous: true, run: listMergeRequests },
  { method: 'POST', pattern: 'projects/:id/merge_requests', run: createMergeRequest },
  { method: 'PUT', pattern: 'projects/:id/merge_requests/:iid/merge', run: mergeMergeRequest },
  { method: 'GET', pattern: 'projects/:id/merge_requests/:noteable_id/notes', run: listMergeRequestNotes },
  { method: 'POST', pattern: 'projects/:id/merge_requests/:noteable_id/notes', run: createMergeRequestNote },
  {
    method: 'PUT',
    pattern: 'projects/:id/merge_requests/:noteable_id/notes/:note_id',
    run: updateMergeRequestNote,
  },
  { method: 'GET', pattern: 'projects/:id/events', anonymous: true, run: listEvents },
  { method: 'GET', pattern: 'groups/:id/epics', anonymous: true, run: epics.listEpics },
  { method: 'POST', pattern: 'groups/:id/epics', run: epics.createEpic },
  { method: 'GET', pattern: 'groups/:id/epics/:iid', anonymous: true, run: epics.showOneEpic },
  { method: 'GET', pattern: 'groups/:id/-/epics/:iid', anonymous: true, run: epics.showOneEpic },
  { method: 'PUT', pattern: 'groups/:id/epics/:iid', run: epics.updateEpic },
  { method: 'GET', pattern: 'groups/:id/epics/:iid/issues', anonymous: true, run: epics.listEpicIssues },
  { method: 'POST', pattern: 'groups/:id/epics/:iid/issues/:issue', run: epics.assignEpicIssue },
  { method: 'POST', pattern: 'graphql', anonymous: true, run: graphql },
  { method: 'GET', pattern: 'projects/:id/boards', run: boards.listBoards },
  { method: 'POST', pattern: 'projects/:id/boards', run: boards.createBoard },
  { method: 'GET', pattern: 'projects/:id/boards/:board', run: boards.showOneBoard },
  { method: 'PUT', pattern: 'projects/:id/boards/:board', run: boards.renameBoard },
  { method: 'DELETE', pattern: 'projects/:id/boards/:board', run: boards.deleteBoard },
  { method: 'GET', pattern: 'projects/:id/boards/:board/lists', run: boards.listLists },
  { method: 'POST', pattern: 'projects/:id/boards/:board/lists', run: boards.createList },
  { method: 'PUT', pattern: 'projects/:id/boards/:board/lists/:list', run: boards.moveList },
  { method: 'DELETE', pattern: 'projects/:id/boards/:board/lists/:list', run: boards.deleteList },
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
