/** Small wanted resources, and live ones as GitLab has them right after they were made. */
import type {
  Live,
  LiveEpic,
  LiveIssue,
  LiveLabel,
  LiveMilestone,
  LiveOf,
  Wanted,
  WantedBoard,
  WantedEpic,
  WantedIssue,
  WantedLabel,
  WantedMilestone,
  WantedOf,
} from '../../src/model/resource.ts';
import type { Matched, World } from '../../src/model/tracker.ts';
import { creation } from '../../src/provision/fields/creation.ts';
import type { Surroundings } from '../../src/provision/fields/field.ts';
import { surroundings } from '../../src/provision/fields/surroundings.ts';

export const ROBOT = 'kickoff-robot';

export const label = (more: Partial<WantedLabel> = {}): WantedLabel => ({
  kind: 'label',
  key: 'label#area::x',
  name: 'area::x',
  color: '#1f75cb',
  description: 'Functional area: X',
  ...more,
});

export const milestone = (more: Partial<WantedMilestone> = {}): WantedMilestone => ({
  kind: 'milestone',
  key: 'c#rotation/x',
  title: 'c: X',
  text: 'Weeks of X.',
  startDate: '2027-03-01',
  dueDate: '2027-03-12',
  ...more,
});

export const epic = (more: Partial<WantedEpic> = {}): WantedEpic => ({
  kind: 'epic',
  key: 'c/robin',
  title: 'Robin',
  text: 'The internship of Robin.',
  asParent: {
    scorecardSeed: 'No score yet.',
    heading: 'Issues',
    reading: '',
    baseline: 'a,b/5',
    issues: ['c/robin/kr/a', 'c/robin/kr/b'],
  },
  labels: ['cohort::c', 'intern::robin'],
  startDate: '2027-03-01',
  dueDate: '2027-04-23',
  ...more,
});

export const issue = (more: Partial<WantedIssue> = {}): WantedIssue => ({
  kind: 'issue',
  key: 'c/robin/kr/a',
  role: 'key-result',
  title: 'Do A',
  text: 'A key result.',
  worksheet:
    '<!-- kickoff:boxes c/robin/kr/a -->\n- [ ] One\n- [ ] Two\n<!-- kickoff:boxes-end -->\n\n- Evidence:',
  boxes: ['One', 'Two'],
  labels: ['cohort::c', 'intern::robin', 'area::x'],
  milestone: 'c#rotation/x',
  epic: 'c/robin',
  parent: 'c/robin',
  asParent: null,
  dueDate: '2027-03-12',
  assignees: ['robin'],
  confidential: false,
  ...more,
});

export const board = (more: Partial<WantedBoard> = {}): WantedBoard => ({
  kind: 'board',
  key: 'c#board',
  name: 'Program',
  lists: ['area::x', 'area::y'],
  ...more,
});

export const world = (more: Partial<World> = {}): World => ({
  now: new Date('2027-02-22T09:00:00Z'),
  isTimeTold: true,
  project: {
    id: 12,
    path: 'team/lab',
    url: 'https://x.test/team/lab',
    inGroup: true,
    visibility: 'private',
    isArchived: false,
    hasNoIssues: false,
  },
  group: { id: 33 },
  robot: null,
  tokenExpiresAt: null,
  selfId: null,
  capabilities: { epics: true, noEpicsBecause: '' },
  members: new Map(
    ['robin', 'sam', ROBOT].map((username, at) => [
      username,
      { id: at + 1, username, name: username, isBlocked: false, level: 30 },
    ]),
  ),
  labels: [],
  milestones: [],
  epics: [],
  issues: [],
  boards: [],
  ...more,
});

/** What is matched by now is what fields know about one another. */
export const around = (
  wanted: Wanted[],
  matched: Matched = new Map(),
  where: World = world(),
  labelsIn: 'group' | 'project' = 'group',
): Surroundings => surroundings(wanted, matched, where, labelsIn);

/** As GitLab has it right after it was made, by our own user. */
export function made<W extends Wanted>(each: W, iid: number, about: Surroundings): LiveOf<W['kind']> {
  const sent = creation(each, about);
  const common = { id: 100 + iid, iid, url: `https://x.test/${each.kind}/${iid}` };
  const live = ((): Live => {
    switch (sent.kind) {
      case 'label':
        return { ...sent, id: common.id } satisfies LiveLabel;
      case 'milestone':
        return { ...common, ...sent, projectId: 12, state: 'active', home: 'project' } as LiveMilestone;
      case 'epic':
        return { ...common, ...sent, groupId: 33, state: 'opened', author: ROBOT, updatedAt: '' } as LiveEpic;
      case 'issue': {
        const { milestoneId = null, epicId, assigneeIds = [], dueDate = null, ...rest } = sent;
        const people = [...world().members.values()];
        return {
          ...common,
          projectId: 12,
          labels: [],
          confidential: false,
          ...rest,
          state: 'opened',
          closedAt: null,
          closedBy: null,
          milestone:
            milestoneId === null ? null : about.milestoneTitle((each as WantedIssue).milestone ?? ''),
          milestoneId,
          dueDate,
          assignees: people.filter(({ id }) => assigneeIds.includes(id)).map(({ username }) => username),
          movedTo: null,
          closedAsDuplicateOf: null,
          epic: epicId === undefined ? null : { id: epicId, iid: epicId - 100, groupId: 33 },
          author: ROBOT,
          notes: 0,
          tasks: { count: 0, completed: 0 },
          createdAt: '2027-02-22T09:00:00Z',
          updatedAt: '2027-02-22T09:00:00Z',
        } as LiveIssue;
      }
      default:
        return {
          kind: 'board',
          ...common,
          name: (each as WantedBoard).name,
          lists: (each as WantedBoard).lists.map((name, at) => ({ id: at + 1, label: name })),
        };
    }
  })();
  return live as LiveOf<W['kind']>;
}

/** Everything that is wanted, made in order. */
export function madeAll(wanted: Wanted[], where: World = world()): Matched {
  const matched: Matched = new Map();
  wanted.forEach((each, at) => {
    matched.set(each.key, made(each, at + 1, around(wanted, matched, where)));
  });
  return matched;
}

/** The live thing that is a wanted one. */
export function liveOf<W extends Wanted>(matched: Matched, each: W): LiveOf<W['kind']> {
  const live = matched.get(each.key);
  if (live?.kind !== each.kind) throw new Error(`no ${each.kind} ${each.key}`);
  return live as LiveOf<W['kind']>;
}

export type { WantedOf };
