/**
 * What can go wrong at kickoff, looked at before the first write. Pure: from what a plan reads anyway. Problems stop a
 * provision; warnings are told.
 */
import { daysBetween } from '../../model/dates.ts';
import { ofKind, type Wanted } from '../../model/resource.ts';
import type { Scope, World } from '../../model/tracker.ts';
import { keysHere } from '../../record/place.ts';

export interface Check {
  level: 'ok' | 'warning' | 'problem';
  /** Rights stop with another exit code than the rest. */
  about: 'token' | 'rights' | 'people' | 'gitlab' | 'names' | 'visibility' | 'limits' | 'clock' | 'work';
  message: string;
  /** What to do; empty when all is well. */
  remedy: string;
}

export interface Examination {
  world: World;
  wanted: Wanted[];
  scope: Scope;
  /** User names in the cohort file by what they are for. */
  people: { username: string; role: 'manager' | 'mentor' | 'intern' }[];
  /** Those of them who have no account at all. */
  strangers: string[];
  /** The server's day, and the last day of the program, `YYYY-MM-DD`. */
  today: string;
  lastDay: string;
  /** The cohort says that a public project is fine. */
  publicIsFine: boolean;
  host: string;
  minutesByLimit: number;
  creationsPerMinute: number;
  /** Local clock minus the server's, in milliseconds; null where nobody looked. */
  skew: number | null;
}

/** GitLab's access levels. */
const LEVEL = { guest: 10, planner: 15 } as const;
const NAMES: Record<number, string> = {
  0: 'no member',
  5: 'Minimal',
  10: 'Guest',
  15: 'Planner',
  20: 'Reporter',
  25: 'Security Manager',
  30: 'Developer',
  40: 'Maintainer',
  50: 'Owner',
};
const nameOf = (level: number): string => NAMES[level] ?? `level ${level}`;

const EXPIRY_WARNING_DAYS = 14;
/** Anonymous and signed-up users of a free top-level group on GitLab.com that is private. */
const FREE_MEMBERS = 5;
const MOST_SKEW = 5 * 60_000;

export function examine(input: Examination): Check[] {
  const { world } = input;
  return [
    ...token(input),
    ...rights(input),
    ...people(input),
    version(world.robot?.instance ?? ''),
    tier(input),
    ...titles(input),
    visibility(input),
    ...members(input),
    limits(input),
    ...clock(input),
  ];
}

const ok = (about: Check['about'], message: string): Check => ({ level: 'ok', about, message, remedy: '' });
const warning = (about: Check['about'], message: string, remedy: string): Check => ({
  level: 'warning',
  about,
  message,
  remedy,
});
const problem = (about: Check['about'], message: string, remedy: string): Check => ({
  level: 'problem',
  about,
  message,
  remedy,
});

function token({ world, today, lastDay }: Examination): Check[] {
  const { robot } = world;
  if (!robot) return [];
  const checks = [ok('token', `The token is valid; it acts as ${robot.name} (${robot.username}).`)];
  if (robot.scopes !== null) {
    checks.push(
      robot.scopes.includes('api')
        ? ok('token', 'Its scope is api.')
        : problem(
            'token',
            `Its scope is ${robot.scopes.join(' ') || 'empty'}: it may not write.`,
            'Make a token with the scope api.',
          ),
    );
  }
  if (robot.expiresAt !== null) {
    const left = daysBetween(today, robot.expiresAt);
    if (left <= EXPIRY_WARNING_DAYS)
      checks.push(
        warning(
          'token',
          `It expires on ${robot.expiresAt}, in ${left} days.`,
          'Rotate it now, so that the nightly sync does not stop.',
        ),
      );
    else if (robot.expiresAt <= lastDay)
      checks.push(
        warning(
          'token',
          `It expires on ${robot.expiresAt}, before the program ends on ${lastDay}.`,
          'Note the day, or make a token that lasts.',
        ),
      );
    else checks.push(ok('token', `It expires on ${robot.expiresAt}, after the program.`));
  } else {
    checks.push(ok('token', 'It has no end that it tells of.'));
  }
  return checks;
}

function rights({ world, scope }: Examination): Check[] {
  const { robot, members } = world;
  if (!robot) return [];
  const inProject = members.get(robot.username.toLowerCase())?.level ?? 0;
  const remedy = 'Give its user the role Planner, or Reporter and up.';
  const checks = [
    inProject >= LEVEL.planner
      ? ok('rights', `In the project it is ${nameOf(inProject)}, which is enough.`)
      : problem('rights', `In the project it is ${nameOf(inProject)}; it may not plan.`, remedy),
  ];
  const needsGroup = world.capabilities.epics || scope.labelsIn === 'group';
  if (robot.groupLevel !== null && needsGroup) {
    checks.push(
      robot.groupLevel >= LEVEL.planner
        ? ok('rights', `In the group it is ${nameOf(robot.groupLevel)}, which is enough.`)
        : problem(
            'rights',
            `In the group it is ${nameOf(robot.groupLevel)}; it may make neither labels nor epics there.`,
            `${remedy} A project access token never is a member of the group: take a group access token, or set gitlab.labels: project on a GitLab without epics.`,
          ),
    );
  }
  return checks;
}

function people({ world, people: all, strangers }: Examination): Check[] {
  const seen = new Set<string>();
  const checks = all.flatMap(({ username, role }): Check[] => {
    if (seen.has(username)) return [];
    seen.add(username);
    const level = world.members.get(username.toLowerCase())?.level ?? 0;
    if (strangers.includes(username)) {
      return [
        warning(
          'people',
          `${username} (${role}) is nobody’s user name on this GitLab.`,
          'Check the spelling, or wait until the account exists.',
        ),
      ];
    }
    if (level === 0) {
      return [
        warning(
          'people',
          `${username} (${role}) is no member of the project and cannot be assigned.`,
          'Add the account; the next run assigns it.',
        ),
      ];
    }
    if (role !== 'intern' && level < LEVEL.planner) {
      return [
        warning(
          'people',
          `${username} (${role}) is ${nameOf(level)} and can close only what is assigned to them.`,
          'Give the role Planner, or Reporter and up.',
        ),
      ];
    }
    return [];
  });
  return checks.length > 0
    ? checks
    : [ok('people', `All ${seen.size} people can be assigned, and those who help can close.`)];
}

function version(instance: string): Check {
  const major = Number(instance.split('.')[0]);
  if (!Number.isFinite(major) || instance === '')
    return warning(
      'gitlab',
      'GitLab does not tell its version.',
      'kickoff is written for GitLab 16 and later.',
    );
  return major >= 16
    ? ok('gitlab', `GitLab is ${instance}.`)
    : warning(
        'gitlab',
        `GitLab is ${instance}, older than what kickoff is written for.`,
        'Update GitLab to 16 or later.',
      );
}

function tier({ world }: Examination): Check {
  const { epics, noEpicsBecause } = world.capabilities;
  return epics
    ? ok('gitlab', 'It has epics here: each intern gets one.')
    : ok('gitlab', `A tracking issue stands for each epic, because ${noEpicsBecause}.`);
}

/** Titles of milestones are unique in the whole hierarchy (docs/gitlab.md#milestones). */
function titles({ world, wanted }: Examination): Check[] {
  const keys = new Set(wanted.map((each) => each.key));
  const taken = ofKind(wanted, 'milestone').flatMap((each): Check[] => {
    const clash = world.milestones.find(
      (one) => one.title === each.title && !keysHere(one, world.project.id).some((key) => keys.has(key)),
    );
    if (!clash || clash.home === 'project') return [];
    return [
      problem(
        'names',
        `The milestone title "${each.title}" is taken in a group above: ${clash.url}`,
        'Choose another name for the cohort, or rename that milestone.',
      ),
    ];
  });
  return taken.length > 0 ? taken : [ok('names', 'All milestone titles are free or ours.')];
}

function visibility({ world, publicIsFine }: Examination): Check {
  if (world.project.visibility !== 'public')
    return ok('visibility', `The project is ${world.project.visibility || 'not public'}.`);
  return publicIsFine
    ? ok('visibility', 'The project is public, and the cohort file says that this is fine.')
    : problem(
        'visibility',
        'The project is public: everybody could read key results about people.',
        'Make it private, or write gitlab.public_is_fine: true into the cohort file.',
      );
}

function members({ world, host }: Examination): Check[] {
  const free =
    new URL(host).hostname === 'gitlab.com' &&
    !world.capabilities.epics &&
    world.project.visibility === 'private';
  if (!free || world.members.size <= FREE_MEMBERS) return [];
  return [
    warning(
      'limits',
      `A private Free group on GitLab.com holds ${FREE_MEMBERS} members; there are ${world.members.size}.`,
      'GitLab may make the group read-only: move to a paid plan, or make the group public.',
    ),
  ];
}

function limits({ minutesByLimit, creationsPerMinute }: Examination): Check {
  return minutesByLimit > 0
    ? ok(
        'limits',
        `At ${creationsPerMinute} new issues a minute the run will last ${minutesByLimit} min or longer.`,
      )
    : ok('limits', `GitLab's limit of ${creationsPerMinute} new issues a minute will not be felt.`);
}

function clock({ skew, world }: Examination): Check[] {
  if (!world.isTimeTold) {
    return [
      warning(
        'clock',
        'GitLab’s answers carry no Date, so this machine’s clock is used.',
        'Let what stands in front of GitLab pass the header Date on.',
      ),
    ];
  }
  if (skew === null) return [];
  const minutes = Math.round(Math.abs(skew) / 60_000);
  const apart = minutes < 2880 ? `${minutes} min` : `${Math.round(minutes / 1440)} days`;
  return [
    Math.abs(skew) <= MOST_SKEW
      ? ok('clock', 'This machine and GitLab agree about the time.')
      : warning(
          'clock',
          `This machine's clock is ${apart} ${skew > 0 ? 'ahead of' : 'behind'} GitLab's.`,
          'kickoff goes by GitLab’s clock; set this one right for your own sake.',
        ),
  ];
}
