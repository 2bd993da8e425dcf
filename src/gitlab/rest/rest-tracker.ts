/** The tracker over GitLab's REST API, through gitbeaker's resource classes and our own requester. */
import type { z } from 'zod';
import { KickoffError } from '../../model/errors.ts';
import { Failure } from '../../model/failure.ts';
import type { Live, LiveBoard, LiveEpic, LiveIssue, LiveMilestone } from '../../model/resource.ts';
import type { Member, Part, Patch, Robot, Scope, Tracker, World } from '../../model/tracker.ts';
import type { Api } from './connect.ts';
import { explain } from './explain.ts';
import { closureOf, epicOf, issueOf, labelOf, milestoneOf, workOf } from './live.ts';
import { check, readAll } from './pages.ts';
import * as schemas from './schemas.ts';

export function createRestTracker(api: Api): Tracker {
  const told = <T>(scope: Scope, doing: string, answer: Promise<T>): Promise<T> =>
    answer.catch((error: unknown) => {
      throw explain(error, { host: api.host, scope, doing });
    });

  const boardOf = (raw: z.output<typeof schemas.boardSchema>, id: number, scope: Scope): LiveBoard => ({
    kind: 'board',
    id,
    url: `${api.host}/${scope.project}/-/boards/${id}`,
    name: raw.name,
    lists: raw.lists.flatMap((list) => (list.label ? [{ id: list.id, label: list.label.name }] : [])),
  });

  const groupOf = (scope: Scope): string => {
    if (scope.group === null) throw new Error('a scope without a group has no group routes');
    return scope.group;
  };
  // gitbeaker's types know only the parameter's older name.
  const withAncestors: object = { includeAncestors: true };
  const byAge = { orderBy: 'created_at', sort: 'asc' } as const;

  /** The epics, or null with the reason when this GitLab has none here (facts §10). */
  const readEpics = async (scope: Scope): Promise<{ epics: LiveEpic[]; because: string }> => {
    if (scope.group === null)
      return { epics: [], because: 'the project is in a user’s namespace, which has no epics' };
    const labels = scope.labelsIn === 'group' ? { labels: scope.cohortLabel } : {};
    try {
      const rows = await readAll(schemas.epicSchema, 'the epics', (page) =>
        api.epics.all(groupOf(scope), { ...byAge, ...labels, ...page }),
      );
      return { epics: rows.map(epicOf), because: '' };
    } catch (error) {
      const unlicensed =
        error instanceof Failure && (error.kind === 'forbidden' || error.kind === 'not-found');
      if (!unlicensed) throw explain(error, { host: api.host, scope, doing: 'reading the epics' });
      return { epics: [], because: 'this GitLab has no epics for the group; they need Premium' };
    }
  };

  /** The three things a token can tell about itself; a job token is refused by all of them (facts §2, §11). */
  const readRobot = async (scope: Scope): Promise<Robot> => {
    const [user, token, instance] = await Promise.all([
      api.users.showCurrentUser(),
      api.tokens.show().catch((error: unknown) => {
        if (error instanceof Failure && error.kind === 'invalid') return null;
        throw error;
      }),
      api.metadata.show(),
    ]);
    const { id, username, name } = check(schemas.userSchema, user, 'the current user');
    const known = token === null ? null : check(schemas.tokenSchema, token, 'the token');
    const member =
      scope.group === null
        ? null
        : await api.groupMembers.show(scope.group, id, { includeInherited: true }).catch((error: unknown) => {
            if (error instanceof Failure && (error.kind === 'not-found' || error.kind === 'forbidden'))
              return { access_level: 0 };
            throw error;
          });
    return {
      id,
      username,
      name,
      scopes: known?.scopes ?? null,
      expiresAt: known?.expires_at ?? null,
      groupLevel: member === null ? null : check(schemas.levelSchema, member, 'a membership').access_level,
      instance: check(schemas.metadataSchema, instance, 'the instance').version,
    };
  };

  const parts: { [P in Part]: (scope: Scope) => Promise<Partial<World>> } = {
    project: async (scope) => {
      const found = check(schemas.projectSchema, await api.projects.show(scope.project), 'the project');
      const { id, path_with_namespace: path, web_url: url, namespace, visibility } = found;
      return { project: { id, path, url, inGroup: namespace.kind === 'group', visibility } };
    },
    group: async (scope) => {
      if (scope.group === null) return {};
      check(
        schemas.groupSchema,
        await api.groups.show(scope.group, { withProjects: false } as never),
        'the group',
      );
      return {};
    },
    robot: async (scope) => ({ robot: await readRobot(scope) }),
    // Told at the edge of a sync; a token that does not tell must not stop it.
    expiry: async () => {
      const token = await api.tokens.show().catch((error: unknown) => {
        if (error instanceof Failure && error.kind !== 'unreachable' && error.kind !== 'ambiguous')
          return null;
        throw error;
      });
      return {
        tokenExpiresAt: token === null ? null : check(schemas.tokenSchema, token, 'the token').expires_at,
      };
    },
    members: async (scope) => {
      const rows = await readAll(schemas.memberSchema, 'the members', (page) =>
        api.members.all(scope.project, { includeInherited: true, ...page }),
      );
      const members = rows.map((row): [string, Member] => [
        row.username.toLowerCase(),
        { id: row.id, username: row.username, name: row.name, level: row.access_level },
      ]);
      return { members: new Map(members) };
    },
    labels: async (scope) => {
      const rows =
        scope.labelsIn === 'group' && scope.group !== null
          ? await readAll(schemas.labelSchema, 'the labels', (page) =>
              api.groupLabels.all(groupOf(scope), page),
            )
          : await readAll(schemas.labelSchema, 'the labels', (page) =>
              api.projectLabels.all(scope.project, page),
            );
      return { labels: rows.map((row) => labelOf(row, scope.labelsIn)) };
    },
    milestones: async (scope) => {
      const rows = await readAll(schemas.milestoneSchema, 'the milestones', (page) =>
        api.milestones.all(scope.project, { ...withAncestors, ...page }),
      );
      return { milestones: rows.map(milestoneOf) };
    },
    epics: async (scope) => {
      const { epics, because } = await readEpics(scope);
      return { epics, capabilities: { epics: because === '', noEpicsBecause: because } };
    },
    issues: async (scope) => {
      const rows = await readAll(schemas.issueSchema, 'the issues', (page) =>
        api.issues.all({
          projectId: scope.project,
          labels: scope.cohortLabel,
          scope: 'all',
          ...byAge,
          ...page,
        }),
      );
      return { issues: rows.map(issueOf) };
    },
    boards: async (scope) => {
      const rows = await readAll(schemas.boardSchema, 'the boards', (page) =>
        api.boards.all(scope.project, page),
      );
      return { boards: rows.flatMap((row) => (row.id === null ? [] : [boardOf(row, row.id, scope)])) };
    },
  };

  return {
    host: api.host,
    now: () => api.http.serverDate() ?? new Date(0),

    async read(scope, wanted) {
      const read = await Promise.all(
        wanted.map((part) =>
          told(
            scope,
            `reading the ${part === 'robot' || part === 'expiry' ? 'token' : part}`,
            parts[part](scope),
          ),
        ),
      );
      return {
        now: api.http.serverDate() ?? new Date(0),
        project: {
          id: 0,
          path: scope.project,
          url: `${api.host}/${scope.project}`,
          inGroup: scope.group !== null,
          visibility: '',
        },
        robot: null,
        tokenExpiresAt: null,
        capabilities: { epics: false, noEpicsBecause: 'not read' },
        members: new Map(),
        labels: [],
        milestones: [],
        epics: [],
        issues: [],
        boards: [],
        ...Object.assign({}, ...read),
      };
    },

    async closures(scope, after) {
      // Not by target type: closing through the work-item screens says WorkItem (facts §17).
      const list = (action: 'closed' | 'reopened'): Promise<z.output<typeof schemas.eventSchema>[]> =>
        readAll(schemas.eventSchema, 'the events', (page) =>
          api.events.all({ projectId: scope.project, action, after, sort: 'asc', ...page }),
        );
      const rows = await told(
        scope,
        'reading the events',
        Promise.all([list('closed'), list('reopened')]).then((lists) => lists.flat()),
      );
      return rows.flatMap(closureOf).sort((left, right) => Date.parse(left.at) - Date.parse(right.at));
    },

    async work(scope, { what, project, label, state, createdAfter }) {
      const filter = {
        ...(label === null ? {} : { labels: label }),
        ...(state === 'all' ? {} : { state }),
        createdAfter,
        scope: 'all',
      };
      const rows = await told(
        { ...scope, project },
        `counting ${what} in ${project}`,
        readAll(schemas.workSchema, 'the counted work', (page) =>
          what === 'issues'
            ? api.issues.all({ projectId: project, ...byAge, ...filter, ...page } as never)
            : api.mergeRequests.all({ projectId: project, ...byAge, ...filter, ...page } as never),
        ),
      );
      return rows.map(workOf);
    },

    async issuesElsewhere(scope) {
      const rows = await readAll(schemas.issueSchema, 'the issues of the group', (page) =>
        api.issues.all({
          groupId: groupOf(scope),
          labels: scope.cohortLabel,
          scope: 'all',
          ...byAge,
          ...page,
        }),
      );
      return rows.map(issueOf);
    },

    async findIssues(scope, by) {
      const filter = 'label' in by ? { labels: by.label } : by;
      const rows = await told(
        scope,
        'looking for issues again',
        readAll(schemas.issueSchema, 'the issues', (page) =>
          api.issues.all({ projectId: scope.project, scope: 'all', ...byAge, ...filter, ...page } as never),
        ),
      );
      return rows.map(issueOf);
    },

    async findEpics(scope, iid) {
      if (scope.group === null) return [];
      if (iid !== undefined) {
        try {
          return [epicOf(check(schemas.epicSchema, await api.epics.show(scope.group, iid), 'an epic'))];
        } catch (error) {
          // An unknown epic is 403, not 404 (facts §3.5).
          if (error instanceof Failure && (error.kind === 'forbidden' || error.kind === 'not-found'))
            return [];
          throw explain(error, { host: api.host, scope, doing: 'reading an epic' });
        }
      }
      const rows = await told(
        scope,
        'reading the epics',
        readAll(schemas.epicSchema, 'the epics', (page) =>
          api.epics.all(groupOf(scope), { ...byAge, ...page }),
        ),
      );
      return rows.map(epicOf);
    },

    async userExists(username) {
      const rows = check(schemas.userSchema.array(), await api.users.all({ username }), 'a user');
      return rows.length > 0;
    },

    async again(scope, live) {
      const read = async (): Promise<LiveMilestone | LiveEpic | LiveIssue> => {
        switch (live.kind) {
          case 'milestone':
            return milestoneOf(
              check(
                schemas.milestoneSchema,
                await api.milestones.show(scope.project, live.id),
                'a milestone',
              ),
            );
          case 'epic':
            return epicOf(
              check(schemas.epicSchema, await api.epics.show(groupOf(scope), live.iid), 'an epic'),
            );
          case 'issue':
            return issueOf(
              check(
                schemas.issueSchema,
                await api.issues.show(live.iid, { projectId: scope.project }),
                'an issue',
              ),
            );
        }
      };
      // The same kind comes back as went in.
      return (await read()) as typeof live;
    },

    async create(scope, what): Promise<Live> {
      switch (what.kind) {
        case 'label': {
          const { name, color, description } = what;
          const raw =
            what.home === 'group'
              ? await api.groupLabels.create(groupOf(scope), name, color, { description })
              : await api.projectLabels.create(scope.project, name, color, { description });
          return labelOf(check(schemas.labelSchema, raw, 'a new label'), what.home);
        }
        case 'milestone': {
          const { title, description, startDate, dueDate } = what;
          const raw = await api.milestones.create(scope.project, title, { description, startDate, dueDate });
          return milestoneOf(check(schemas.milestoneSchema, raw, 'a new milestone'));
        }
        case 'epic': {
          const { title, description, labels, startDate, dueDate } = what;
          const raw = await api.epics.create(groupOf(scope), title, {
            description,
            labels: labels.join(','),
            startDateIsFixed: true,
            startDateFixed: startDate,
            dueDateIsFixed: true,
            dueDateFixed: dueDate,
          });
          return epicOf(check(schemas.epicSchema, raw, 'a new epic'));
        }
        case 'issue': {
          const raw = await api.issues.create(scope.project, what.title, {
            description: what.description,
            labels: what.labels.join(','),
            ...(what.milestoneId === null ? {} : { milestoneId: what.milestoneId }),
            ...(what.epicId === null ? {} : { epicId: what.epicId }),
            ...(what.assigneeIds.length > 0 ? { assigneeIds: what.assigneeIds } : {}),
            ...(what.dueDate === null ? {} : { dueDate: what.dueDate }),
            confidential: what.confidential,
          });
          return issueOf(check(schemas.issueSchema, raw, 'a new issue'));
        }
        case 'board': {
          const raw = check(
            schemas.boardSchema,
            await api.boards.create(scope.project, what.name),
            'a new board',
          );
          if (raw.id === null) {
            throw new KickoffError('refused', `GitLab did not save the board "${what.name}".`, {
              hint: 'A board needs a name of at most 255 characters.',
            });
          }
          return boardOf(raw, raw.id, scope);
        }
        case 'list': {
          const raw = await api.boards.createList(scope.project, what.board.id, { labelId: what.labelId });
          const list = check(schemas.listSchema, raw, 'a new board list');
          const lists = [...what.board.lists, { id: list.id, label: list.label?.name ?? '' }];
          return { ...what.board, lists };
        }
      }
    },

    async update(scope, live, patch): Promise<Live> {
      switch (live.kind) {
        case 'label': {
          // gitbeaker insists on a color or a name; the color is ours anyway.
          const body = {
            color: patch.color ?? live.color,
            ...(patch.description === undefined ? {} : { description: patch.description }),
          };
          const raw =
            live.home === 'group'
              ? await api.groupLabels.edit(groupOf(scope), live.id, body)
              : await api.projectLabels.edit(scope.project, live.id, body);
          return labelOf(check(schemas.labelSchema, raw, 'a label'), live.home);
        }
        case 'milestone': {
          const raw = await api.milestones.edit(scope.project, live.id, {
            ...common(patch),
            ...(patch.close ? { stateEvent: 'close' as const } : {}),
          });
          return milestoneOf(check(schemas.milestoneSchema, raw, 'a milestone'));
        }
        case 'epic': {
          const { startDate, dueDate, ...rest } = common(patch);
          const raw = await api.epics.edit(groupOf(scope), live.iid, {
            ...rest,
            ...(patch.close ? { stateEvent: 'close' as const } : {}),
            ...(startDate === undefined ? {} : { startDateIsFixed: true, startDateFixed: startDate }),
            ...(dueDate === undefined ? {} : { dueDateIsFixed: true, dueDateFixed: dueDate }),
          });
          return epicOf(check(schemas.epicSchema, raw, 'an epic'));
        }
        case 'issue': {
          const { milestoneId, assigneeIds, epicId } = patch;
          const raw = await api.issues.edit(scope.project, live.iid, {
            ...common(patch),
            ...(milestoneId === undefined ? {} : { milestoneId }),
            ...(epicId === undefined ? {} : { epicId }),
            ...(patch.close ? { stateEvent: 'close' as const } : {}),
            ...(assigneeIds === undefined ? {} : { assigneeIds }),
          });
          return issueOf(check(schemas.issueSchema, raw, 'an issue'));
        }
      }
    },
  };
}

function common(patch: Patch): {
  labels?: string;
  title?: string;
  description?: string;
  startDate?: string;
  dueDate?: string;
  addLabels?: string;
} {
  const { title, description, startDate, dueDate, addLabels, labels } = patch;
  return {
    ...(title === undefined ? {} : { title }),
    ...(description === undefined ? {} : { description }),
    ...(startDate === undefined ? {} : { startDate }),
    ...(dueDate === undefined ? {} : { dueDate }),
    ...(addLabels === undefined ? {} : { addLabels: addLabels.join(',') }),
    ...(labels === undefined ? {} : { labels: labels.join(',') }),
  };
}
