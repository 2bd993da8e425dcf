import { ROLE, type State, type Tier, type User } from './state.ts';

/** Where the seeded objects are, and the tokens that open them. */
export const SEEDED = {
  group: 'security-team',
  project: 'security-team/internship',
  /** A project in a person's own namespace, where epics never exist. */
  personalProject: 'maya.torres/internship',
  robot: 'kickoff-robot',
  token: 'glpat-sandbox-kickoff-robot',
  jobToken: 'glcbt-sandbox-job',
} as const;

/** The people of the two example cohorts, all of them invented. */
const PEOPLE: [username: string, name: string, level: number][] = [
  ['maya.torres', 'Maya Torres', ROLE.owner],
  ['sam.okafor', 'Sam Okafor', ROLE.developer],
  ['robin.ito', 'Robin Ito', ROLE.developer],
  ['noor.haddad', 'Noor Haddad', ROLE.developer],
  ['ines.ferreira', 'Inês Ferreira', ROLE.developer],
  ['tomasz.nowak', 'Tomasz Nowak', ROLE.maintainer],
  ['priya.raman', 'Priya Raman', ROLE.developer],
  ['luc.moreau', 'Luc Moreau', ROLE.maintainer],
  ['hana.sato', 'Hana Satō', ROLE.developer],
  ['dele.adeyemi', 'Délé Adéyẹmí', ROLE.maintainer],
  ['carla.weiss', 'Carla Weiß', ROLE.developer],
  ['joon.park', 'Joon Park', ROLE.maintainer],
  ['ada.lindqvist', 'Ada Lindqvist', ROLE.developer],
  ['omar.benali', 'Omar Benali', ROLE.maintainer],
  ['vera.kozlova', 'Vera Kozlova', ROLE.developer],
  ['nils.berg', 'Nils Berg', ROLE.maintainer],
];

/** Two more who begin with the others in the cohort of four; behind all others, so that nobody's number is another than it was. */
const NEWCOMERS: typeof PEOPLE = [
  ['kit.larsen', 'Kit Larsen', ROLE.developer],
  ['zuri.mbeki', 'Zuri Mbeki', ROLE.developer],
];

/** A token that lets a seeded person act through the API, as the demo's people do. */
export function personalToken(username: string): string {
  return `glpat-sandbox-${username}`;
}

/** A fresh sandbox: one group with one project, one project of a person, the people, and the robot's token. */
export function seed(tier: Tier, now: Date): State {
  const created_at = now.toISOString();
  const state: State = {
    version: 1,
    tier,
    gitlab_version: '18.9.0-ee',
    clock_offset: 0,
    next_id: 100,
    users: [],
    tokens: [],
    groups: [
      {
        id: 11,
        name: 'Security team',
        path: SEEDED.group,
        full_path: SEEDED.group,
        parent_id: null,
        visibility: 'private',
        created_at,
      },
    ],
    projects: [],
    members: [],
    labels: [],
    milestones: [],
    issues: [],
    epics: [],
    boards: [],
    events: [],
  };
  addPeople(state, now);
  addProjects(state, created_at);
  return state;
}

/** Everybody is a member of the group, and has a token. */
function addPeople(state: State, now: Date): void {
  const created_at = now.toISOString();
  const addUser = (username: string, name: string, bot = false): User => {
    const user: User = { id: 21 + state.users.length, username, name, state: 'active', bot };
    state.users.push(user);
    return user;
  };
  const addToken = (value: string, user: User, scopes: string[], expires_at: string | null): void => {
    state.tokens.push({
      value,
      id: 61 + state.tokens.length,
      name: value,
      user_id: user.id,
      scopes,
      created_at,
      expires_at,
      revoked: false,
    });
  };
  const addMember = ([username, name, access_level]: (typeof PEOPLE)[number]): void => {
    const user = addUser(username, name);
    state.members.push({ source: 'group', source_id: 11, user_id: user.id, access_level });
    addToken(personalToken(username), user, ['api'], null);
  };
  PEOPLE.forEach(addMember);
  // Long enough for programs one after the other, and not for ever, which doctor tells apart.
  const farAway = new Date(now.getTime() + 3000 * 86_400_000).toISOString().slice(0, 10);
  const robot = addUser(SEEDED.robot, 'Kickoff robot', true);
  // Planner is the smallest role that may write issues, labels, milestones, boards and epics (docs/gitlab.md#tokens).
  state.members.push({ source: 'group', source_id: 11, user_id: robot.id, access_level: ROLE.planner });
  addToken(SEEDED.token, robot, ['api'], farAway);
  NEWCOMERS.forEach(addMember);
}

/** One project in the group, one of a person. */
function addProjects(state: State, created_at: string): void {
  const robot = state.users.find(({ username }) => username === SEEDED.robot);
  const owner = state.users[0];
  state.projects.push(
    {
      id: 12,
      name: 'Internship',
      path: 'internship',
      full_path: SEEDED.project,
      group_id: 11,
      owner_id: null,
      visibility: 'private',
      created_at,
    },
    {
      id: 13,
      name: 'Internship',
      path: 'internship',
      full_path: SEEDED.personalProject,
      group_id: null,
      owner_id: owner?.id ?? null,
      visibility: 'private',
      created_at,
    },
  );
  if (owner) {
    state.members.push({ source: 'project', source_id: 13, user_id: owner.id, access_level: ROLE.owner });
  }
  state.members.push({
    source: 'project',
    source_id: 13,
    user_id: robot?.id ?? 0,
    access_level: ROLE.planner,
  });
  for (const user of state.users.slice(1, 16)) {
    state.members.push({ source: 'project', source_id: 13, user_id: user.id, access_level: ROLE.developer });
  }
  state.tokens.push({
    value: SEEDED.jobToken,
    id: 99,
    name: 'CI job',
    user_id: owner?.id ?? 0,
    scopes: ['job'],
    created_at,
    expires_at: null,
    revoked: false,
    job_project_id: 12,
  });
}
