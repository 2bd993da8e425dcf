/** The tracker over GitLab's REST API, through gitbeaker's resource classes and our own requester. */
import { KickoffError } from '../../model/errors.ts';
import type { Live } from '../../model/resource.ts';
import type { Part, Scope, Tracker, World } from '../../model/tracker.ts';
import { readActivity } from './activity.ts';
import { createBoard, createList, readBoards } from './boards.ts';
import type { Api } from './connect.ts';
import { createEpic, findEpics, readEpic, readEpics, updateEpic } from './epics.ts';
import { explain } from './explain.ts';
import {
  createIssue,
  readIssue,
  readIssues,
  readIssuesOfGroup,
  readIssuesOfHierarchy,
  updateIssue,
} from './issues.ts';
import { createLabel, readLabels, updateLabel } from './labels.ts';
import { createMilestone, readMilestone, readMilestones, updateMilestone } from './milestones.ts';
import { readExpiry, readMembers, readRobot, userExists } from './people.ts';
import { readGroup, readProject } from './places.ts';
import { readStatuses } from './statuses.ts';
import { readClosures, readWork } from './work.ts';

/** How each part of the world is read. */
const PARTS: { [P in Part]: (api: Api, scope: Scope) => Promise<Partial<World>> } = {
  project: async (api, scope) => ({ project: await readProject(api, scope) }),
  group: async (api, scope) => ({ group: await readGroup(api, scope) }),
  robot: async (api, scope) => ({ robot: await readRobot(api, scope) }),
  expiry: readExpiry,
  members: async (api, scope) => ({ members: await readMembers(api, scope) }),
  labels: async (api, scope) => ({ labels: await readLabels(api, scope) }),
  milestones: async (api, scope) => ({ milestones: await readMilestones(api, scope) }),
  epics: async (api, scope) => {
    const { epics, because } = await readEpics(api, scope);
    return { epics, capabilities: { epics: because === '', noEpicsBecause: because } };
  },
  issues: async (api, scope) => ({ issues: await readIssues(api, scope) }),
  boards: async (api, scope) => ({ boards: await readBoards(api, scope) }),
};

/** As it is before anything was read. */
const nothingRead = (api: Api, scope: Scope): World => ({
  now: api.now(),
  isTimeTold: api.http.serverDate() !== null,
  project: {
    id: 0,
    path: scope.project,
    url: `${api.host}/${scope.project}`,
    inGroup: scope.group !== null,
    visibility: '',
    isArchived: false,
    hasNoIssues: false,
  },
  group: null,
  robot: null,
  tokenExpiresAt: null,
  selfId: null,
  capabilities: { epics: false, noEpicsBecause: 'not read' },
  members: new Map(),
  labels: [],
  milestones: [],
  epics: [],
  issues: [],
  boards: [],
});

/** Where issues are switched off, milestones and boards answer 403, which sounds like the token's fault. */
function refuseWithoutIssues(read: PromiseSettledResult<Partial<World>>[]): void {
  for (const each of read) {
    const project = each.status === 'fulfilled' ? each.value.project : undefined;
    if (!project?.hasNoIssues) continue;
    throw new KickoffError('refused', `Issues are switched off in ${project.path}.`, {
      undone: 'Nothing was changed.',
      hint: 'Switch them on in Settings, General, Visibility.',
    });
  }
}

/**
 * Nothing is concluded from one refusal against what is there: where issues are in epics, this GitLab has epics, and it is the
 * token that may not see them.
 */
function requireEpics({ capabilities, issues }: World, scope: Scope): void {
  const inEpic = issues.find(({ epic }) => epic !== null);
  if (capabilities.epics || inEpic === undefined) return;
  throw new KickoffError(
    'access',
    `GitLab refuses the epics of ${scope.group ?? 'the group'}, though issues of this cohort are in one (${inEpic.url}).`,
    {
      undone: 'Nothing was changed.',
      hint: 'Give the token’s user the role Planner in the group: a group access token has it, a project access token never does.',
    },
  );
}

export function createRestTracker(api: Api): Tracker {
  const told = <T>(scope: Scope, doing: string, answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw explain(error, { ...api, scope, doing });
    });
  return {
    host: api.host,
    now: api.now,
    backOff: (attempt, why) => api.http.backOff(attempt, why),
    async read(scope, wanted) {
      const name = (part: Part): string => (part === 'robot' || part === 'expiry' ? 'token' : part);
      const read = await Promise.allSettled(
        wanted.map((part) => told(scope, `reading the ${name(part)}`, PARTS[part](api, scope))),
      );
      // The project comes first, and says best what is wrong with everything below it.
      const failed = read.find(({ status }) => status === 'rejected');
      if (failed?.status === 'rejected') {
        refuseWithoutIssues(read);
        throw failed.reason;
      }
      const world: World = Object.assign(
        nothingRead(api, scope),
        ...read.map((each) => (each.status === 'fulfilled' ? each.value : {})),
      );
      if (wanted.includes('epics')) requireEpics(world, scope);
      return world;
    },
    closures: (scope, after) => told(scope, 'reading the events', readClosures(api, scope, after)),
    activity: (scope, iid) => told(scope, `reading the notes of #${iid}`, readActivity(api, scope, iid)),
    statuses: (scope, iids) => told(scope, 'reading statuses', readStatuses(api, scope, iids)),
    work: (scope, query) =>
      told(
        { ...scope, project: query.project },
        `counting ${query.what} in ${query.project}`,
        readWork(api, query),
      ),
    issuesElsewhere: (scope) => readIssuesOfGroup(api, scope),
    cohortElsewhere: (scope) =>
      told(scope, 'looking for the cohort elsewhere', readIssuesOfHierarchy(api, scope)),
    findIssues: (scope, by) => told(scope, 'looking for issues again', readIssues(api, scope, by)),
    findEpics: (scope, iid) => told(scope, 'reading the epics', findEpics(api, scope, iid)),
    userExists: (username) => userExists(api, username),
    // The same kind comes back as went in.
    again: async (scope, live) => (await again(api, scope, live)) as typeof live,
    create: (scope, what) => create(api, scope, what),
    update: (scope, live, patch) => update(api, scope, live, patch),
  };
}

function again(api: Api, scope: Scope, live: Parameters<Tracker['again']>[1]): Promise<Live> {
  switch (live.kind) {
    case 'milestone':
      return readMilestone(api, scope, live);
    case 'epic':
      return readEpic(api, scope, live);
    case 'issue':
      return readIssue(api, scope, live);
  }
}

function create(api: Api, scope: Scope, what: Parameters<Tracker['create']>[1]): Promise<Live> {
  switch (what.kind) {
    case 'label':
      return createLabel(api, scope, what);
    case 'milestone':
      return createMilestone(api, scope, what);
    case 'epic':
      return createEpic(api, scope, what);
    case 'issue':
      return createIssue(api, scope, what);
    case 'board':
      return createBoard(api, scope, what.name);
    case 'list':
      return createList(api, scope, what);
  }
}

function update(
  api: Api,
  scope: Scope,
  live: Parameters<Tracker['update']>[1],
  patch: Parameters<Tracker['update']>[2],
): Promise<Live> {
  switch (live.kind) {
    case 'label':
      return updateLabel(api, scope, live, patch);
    case 'milestone':
      return updateMilestone(api, scope, live, patch);
    case 'epic':
      return updateEpic(api, scope, live, patch);
    case 'issue':
      return updateIssue(api, scope, live, patch);
  }
}
