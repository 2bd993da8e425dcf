/** The sandbox, from its source, with what a recorded GitLab held before anybody asked it anything. */
import { rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const out = join(tmpdir(), `kickoff-referee-${process.pid}.mjs`);
const built = await build({
  entryPoints: ['src/sandbox/sandbox.ts'],
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20',
  write: false,
});
await writeFile(out, built.outputFiles[0].text);
export const { createSandbox } = await import(pathToFileURL(out).href);
await rm(out);

const PEOPLE = [
  ['maya.torres', 'Maya Torres', 50],
  ['robin.ito', 'Robin Ito', 30],
  ['sam.okafor', 'Sam Okafor', 30],
  ['kickoff-bot', 'Kickoff Bot', 15],
  ['guest', 'Guest Person', 10],
  ['reporter', 'Reporter Person', 20],
  ['project.only', 'Project Only', 0],
  ['stranger', 'Stranger', 0],
];

export function refereeState(tier) {
  const at = '2026-11-01T00:00:00.000Z';
  const users = PEOPLE.map(([username, name], index) => ({
    id: index + 2,
    username,
    name,
    state: 'active',
    bot: false,
  }));
  const idOf = (username) => users.find((user) => user.username === username).id;
  const token = (value, username, more = {}) => ({
    value,
    id: 100 + users.length + value.length,
    name: value,
    user_id: idOf(username),
    scopes: ['api'],
    created_at: at,
    expires_at: '2027-09-21',
    revoked: false,
    ...more,
  });
  const tokens = {
    robot: 'robot',
    readonly: 'readonly',
    expired: 'expired',
    revoked: 'revoked',
    job: 'job',
    'project-only': 'project-only',
  };
  for (const username of ['maya.torres', 'robin.ito', 'sam.okafor', 'guest', 'reporter', 'stranger'])
    tokens[username] = username;
  const own = Object.entries({ 'maya.torres': 50, 'robin.ito': 30, 'kickoff-bot': 15 });
  const state = {
    version: 1,
    tier,
    gitlab_version: '18.9.0-pre',
    clock_offset: 0,
    next_id: 1000,
    users,
    tokens: [
      ...['maya.torres', 'robin.ito', 'sam.okafor', 'guest', 'reporter', 'stranger'].map((name) =>
        token(name, name),
      ),
      token('robot', 'kickoff-bot'),
      token('readonly', 'kickoff-bot', { scopes: ['read_api'] }),
      token('expired', 'kickoff-bot', { expires_at: '2020-01-01' }),
      token('revoked', 'kickoff-bot', { revoked: true }),
      token('job', 'sam.okafor', { scopes: ['job'], job_project_id: tier === 'ultimate' ? 1 : 99 }),
      token('project-only', 'project.only'),
    ],
    groups: [
      {
        id: 10,
        // The recordings kept each group's own name, under one path.
        name: { ultimate: 'Security Team', premium: 'Premium Team', free: 'Free Team' }[tier],
        path: 'security-team',
        full_path: 'security-team',
        parent_id: null,
        visibility: 'private',
        created_at: at,
      },
    ],
    projects: [
      {
        id: 1,
        name: 'Internship',
        path: 'internship',
        full_path: 'security-team/internship',
        group_id: 10,
        owner_id: null,
        visibility: 'private',
        created_at: at,
      },
      // The job of another group's project, where the recording has no other.
      {
        id: 99,
        name: 'Internship',
        path: 'internship',
        full_path: 'other/internship',
        group_id: null,
        owner_id: 9,
        visibility: 'private',
        created_at: at,
      },
      {
        id: 4,
        name: 'Internship',
        path: 'internship',
        full_path: 'maya.torres/internship',
        group_id: null,
        owner_id: 2,
        visibility: 'private',
        created_at: at,
      },
    ],
    members: [
      ...PEOPLE.filter(([, , level]) => level > 0).map(([username, , access_level]) => ({
        source: 'group',
        source_id: 10,
        user_id: idOf(username),
        access_level,
        ...(access_level < 50 ? { created_by_id: 2 } : {}),
      })),
      ...(tier === 'ultimate'
        ? [
            {
              source: 'project',
              source_id: 1,
              user_id: idOf('project.only'),
              access_level: 30,
              created_by_id: 2,
            },
          ]
        : []),
      ...own.map(([username, access_level]) => ({
        source: 'project',
        source_id: 4,
        user_id: idOf(username),
        access_level,
      })),
    ],
    labels: [],
    milestones: [],
    issues: [],
    epics: [],
    boards: [],
    events: [],
  };
  return { state, tokens };
}
