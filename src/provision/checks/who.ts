/** Who we are, what we may do, and whether the people of the cohort can be assigned. */
import { daysBetween } from '../../model/dates.ts';
import { nearest } from './accounts.ts';
import { type Check, type Examination, ok, problem, warning } from './check.ts';

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

const EXPIRY_WARNING_DAYS = 30;

export function token({ world, today, lastDay }: Examination): Check[] {
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

export function rights({ world, scope }: Examination): Check[] {
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

const nearWords = (name: string, members: { username: string }[]): string => {
  const near = nearest(
    name,
    members.map(({ username }) => username),
  );
  return near.length === 0 ? '' : ` (nearest: ${near.join(', ')})`;
};

export function people({ world, people: all, strangers }: Examination): Check[] {
  const seen = new Set<string>();
  const checks = all.flatMap(({ username, role }): Check[] => {
    if (seen.has(username)) return [];
    seen.add(username);
    const level = world.members.get(username.toLowerCase())?.level ?? 0;
    if (strangers.includes(username)) {
      return [
        warning(
          'people',
          `${username} (${role}) is nobody’s user name on this GitLab${nearWords(username, [...world.members.values()])}; provision refuses that.`,
          'Check the spelling, or wait until the account exists; provision --allow unknown-user leaves them out for now.',
        ),
      ];
    }
    if (world.members.get(username.toLowerCase())?.isBlocked) {
      return [
        warning(
          'people',
          `${username} (${role}) is blocked on this GitLab, and cannot work on what is assigned to them.`,
          'Unblock the account, or name somebody else in the cohort file.',
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
