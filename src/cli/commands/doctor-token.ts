/** What tokens there are, what each command needs of one, and what the one that is given can do; and a new one in its place. */
import { spawnSync } from 'node:child_process';
import { existsSync, rmSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import type { GitLab } from '../../library/connect.ts';
import { addDays, daysBetween } from '../../model/dates.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { Failure } from '../../model/failure.ts';
import type { Scope } from '../../model/tracker.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';
import { openConnection } from '../session.ts';
import { painter } from '../style.ts';
import type { DoctorFlags } from './doctor.ts';

/** The least that each command needs (docs/gitlab.md#tokens). */
const NEEDS = [
  {
    commands: 'provision, sync, archive, application',
    role: 'Planner',
    of: 'the group of the epics',
    scope: 'api',
  },
  { commands: 'plan, doctor, report', role: 'Planner', of: 'the group of the epics', scope: 'read_api' },
  { commands: 'report in a CI job', role: 'none', of: 'the job’s own token reads the issues', scope: 'none' },
  { commands: 'plan --note', role: 'Reporter', of: 'the project of the merge request', scope: 'api' },
  { commands: 'init-ci --schedule', role: 'Maintainer', of: 'the project of the pipeline', scope: 'api' },
  { commands: 'doctor --rotate', role: 'none', of: 'the token itself', scope: 'api or self_rotate' },
] as const;

/** Recorded on three tiers: "group tokens", "service accounts". */
const SORTS = [
  'Group access token: on an instance of your own in every tier, on GitLab.com from Premium. Groups, Settings, Access tokens. The usual choice.',
  'Service account: from Premium. Outlives the people who made it; add it to the group as Planner and make a token of it.',
  'Project access token: it is no member of the group, so there are neither epics nor group labels; set gitlab.labels: project.',
  'Personal access token: acts and is mentioned as that person, and ends with their account.',
];

/** Nothing of a cohort is asked for. */
const NOWHERE: Scope = { project: '', group: null, labelsIn: 'project', cohortLabel: '' };

interface Token {
  username: string;
  scopes: string[] | null;
  expiresAt: string | null;
  today: string;
}

export async function doctorTokenCommand(io: Io, options: DoctorFlags): Promise<ExitCode> {
  const gitlab = await openConnection(io, { host: options.host, emit: () => {}, readsOnly: true });
  const token = gitlab.isJobToken ? null : await tokenOf(gitlab);
  const left = token?.expiresAt ? daysBetween(token.today, token.expiresAt) : null;
  const can = (scope: string): boolean | null => {
    if (scope === 'none') return true;
    if (token === null) return false;
    if (token.scopes === null) return null;
    return scope.split(' or ').some((each) => token.scopes?.includes(each)) || token.scopes.includes('api');
  };
  const isEnding = left !== null && left <= 30;
  const code = isEnding || !can('api') ? EXIT.access : EXIT.done;
  if (options.json) {
    const needs = NEEDS.map((each) => ({ ...each, scopeIsEnough: can(each.scope) }));
    io.out(`${JSON.stringify({ schemaVersion: 1, token, daysLeft: left, needs }, null, 2)}\n`);
    return code;
  }
  const paint = painter(io, options.color);
  const about =
    token === null
      ? 'The token is that of a CI job: it reads the issues of its project and writes nothing.'
      : `The token acts as ${oneLine(token.username)}; its scope is ${token.scopes?.join(', ') ?? 'not told'}; it ${
          token.expiresAt === null
            ? 'has no end that it tells of'
            : `ends on ${token.expiresAt}, in ${left} days`
        }.`;
  io.out(`${paint(isEnding ? 'yellow' : 'green', isEnding ? '!' : '✓')} ${about}\n`);
  if (isEnding) io.out('    → kickoff doctor --rotate --token-file FILE makes one that takes its place.\n');
  io.out(
    `\n${paint('bold', 'What each command needs')}${paint('dim', '  (· its scope is enough; roles are not looked at here)')}\n`,
  );
  for (const { commands, role, of, scope } of NEEDS) {
    const fits = can(scope);
    // The scope is known here; a role is looked at where it counts.
    const sign =
      fits === null ? ' ' : !fits ? paint('red', '✗') : role === 'none' ? paint('green', '✓') : '·';
    const needs = role === 'none' ? of : `${role} of ${of}`;
    io.out(`${sign} ${commands}\n    ${needs}${scope === 'none' ? '' : `; scope ${scope}`}\n`);
  }
  io.out(`\n${paint('bold', 'Where to get one')}\n${SORTS.map((each) => `  ${each}\n`).join('')}`);
  io.out(
    '\nPut it into Settings, CI/CD, Variables as GITLAB_TOKEN, masked. Roles are looked at by kickoff doctor COHORT.yaml.\n',
  );
  return code;
}

async function tokenOf({ pipelines, explain }: Pick<GitLab, 'pipelines' | 'explain'>): Promise<Token> {
  try {
    return await pipelines.token();
  } catch (error) {
    throw explain(error, NOWHERE, 'asking for the token');
  }
}

/** Days that the new token lasts; GitLab allows 365 unless an instance says less. */
const LASTS = 364;

/** Ends the token and writes the one that takes its place into a file for its owner alone: it is shown nowhere. */
export async function rotateCommand(
  io: Io,
  options: DoctorFlags & { tokenFile?: string | undefined; until?: string | undefined },
): Promise<ExitCode> {
  const { tokenFile: name, until } = options;
  if (until !== undefined && !/^\d{4}-\d{2}-\d{2}$/.test(until))
    throw new KickoffError('usage', `${oneLine(until)} is no day like 2027-12-31.`, {
      undone: 'The token is as it was.',
    });
  if (name === undefined)
    throw new KickoffError('usage', '--rotate needs --token-file.', {
      undone: 'The token is as it was.',
      hint: 'Name a file for the new token: it is told once, and never printed.',
    });
  const file = resolve(io.cwd, name);
  if (existsSync(file))
    throw new KickoffError('usage', `${name} exists.`, {
      undone: 'The token is as it was.',
      hint: 'Name another file, or take that one away.',
    });
  refuseTracked(io, file, name);
  const gitlab = await openConnection(io, { host: options.host, emit: () => {} });
  const { today } = await tokenOf(gitlab);
  // The old token ends with the request: that the file can be written is known before.
  writeAtomically(file, '', 0o600);
  const { token, expiresAt } = await rotate(gitlab, until ?? addDays(today, LASTS), { name, folder: io.cwd });
  writeAtomically(file, `${token}\n`, 0o600);
  io.out(
    `✓ The token is rotated: the old one no longer works. The new one stands in ${name}, for your user alone${expiresAt === null ? '' : `, and ends on ${expiresAt}`}.\n  1. Settings, CI/CD, Variables: put it into GITLAB_TOKEN, masked.\n  2. Delete ${name}.\n`,
  );
  return EXIT.done;
}

/** A file in a repository would be committed with the next `git add`. */
function refuseTracked(io: Io, file: string, name: string): void {
  const git = (...line: string[]): boolean =>
    spawnSync('git', ['-C', dirname(file), ...line], { cwd: io.cwd, stdio: 'ignore' }).status === 0;
  if (!git('rev-parse', '--is-inside-work-tree') || git('check-ignore', '-q', file)) return;
  throw new KickoffError('usage', `${name} lies in a git repository, and nothing keeps it out of a commit.`, {
    undone: 'The token is as it was.',
    hint: 'Name a file outside of it, for example in your home folder, or one that .gitignore names.',
  });
}

async function rotate(
  { pipelines, explain }: Pick<GitLab, 'pipelines' | 'explain'>,
  until: string,
  { name, folder }: { name: string; folder: string },
): Promise<{ token: string; expiresAt: string | null }> {
  try {
    return await pipelines.rotateToken(until);
  } catch (error) {
    rmSync(resolve(folder, name), { force: true });
    if (error instanceof Failure && error.kind === 'ambiguous')
      throw new KickoffError('ambiguous', 'GitLab’s answer was lost: the token may have ended.', {
        undone: `No new token stands in ${name}.`,
        hint: 'Ask kickoff doctor --token. When it is refused, make a new token by hand: Groups, Settings, Access tokens.',
      });
    throw explain(error, NOWHERE, 'rotating the token');
  }
}
