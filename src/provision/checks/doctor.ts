/**
 * What can go wrong at kickoff, looked at before the first write. Pure: from what a plan reads anyway. Problems stop a
 * provision; warnings are told.
 */
import { ofKind } from '../../model/resource.ts';
import { keysHere } from '../../record/place.ts';
import { type Check, type Examination, ok, problem, warning } from './check.ts';
import { people, rights, token } from './who.ts';

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
    ...open(input),
    ...titles(input),
    visibility(input),
    ...members(input),
    limits(input),
    ...clock(input),
  ];
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

/** Reading goes on in such a project, and every write is refused with nothing but 403 (docs/gitlab.md#errors). */
function open({ world: { project } }: Examination): Check[] {
  return [
    ...(project.isArchived
      ? [
          problem(
            'gitlab',
            `The project ${project.path} is archived: nothing can be written there.`,
            'Settings, General, Advanced: unarchive it, or name another project in the cohort file.',
          ),
        ]
      : []),
    ...(project.hasNoIssues
      ? [
          problem(
            'gitlab',
            `Issues are switched off in ${project.path}.`,
            'Switch them on in Settings, General, Visibility.',
          ),
        ]
      : []),
  ];
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
