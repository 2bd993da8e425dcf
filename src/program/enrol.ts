/** Template and cohort → one enrolment per intern. Pure; what can be wrong was checked by `load`. */

import type { Words } from '../text/words.ts';
import { enrolBacklog } from './backlog.ts';
import type { Cohort } from './cohort-schema.ts';
import { enrolKeyResults, enrolTasks } from './enrol-work.ts';
import type { Enrolment } from './enrolment.ts';
import { fill } from './fill.ts';
import { type FreeDays, NONE } from './free-days.ts';
import type { Program } from './program-schema.ts';
import type { Role } from './role-schema.ts';
import { firstWeekOf, keyOfIntern, peopleOf, type Setting, settingOf, sharedSetting } from './setting.ts';

/** `role` is the program's target role, when it names one. */
export function enrol(
  program: Program,
  cohort: Cohort,
  words: Words,
  role: Role | null = null,
  free: FreeDays = NONE,
): Enrolment[] {
  const level = role?.levels.find(({ key }) => key === program.target?.level);
  const target = role && level ? { role, level } : null;
  const common = fill(program, program, cohort, words);
  const shared = sharedSetting(program, common, cohort, words);
  const all = cohort.interns.map((intern) =>
    enrolIntern({ ...settingOf(program, common, cohort, intern, words), shared }, target, free),
  );
  // Who left stands apart, behind those who are there.
  return [...all.filter(({ left }) => left === null), ...all.filter(({ left }) => left !== null)];
}

function enrolIntern(setting: Setting, target: Enrolment['target'], free: FreeDays): Enrolment {
  const { program, cohort, intern, words } = setting;
  const key = keyOfIntern(intern);
  const { epic, span, rotations, mentor, parameters } = setting;
  return {
    intern: {
      key,
      username: intern.username,
      name: intern.name ?? intern.username,
      type: intern.type ?? null,
      inAlumni: intern.in_alumni,
    },
    epic,
    manager: cohort.people.manager,
    mentor,
    span,
    left: intern.left === undefined ? null : { on: intern.left, reason: intern.reason ?? null },
    firstWeek: firstWeekOf(setting),
    rotations: rotations.map((each) => ({ ...each, lost: free(intern.username, each.span) })),
    keyResults: enrolKeyResults(setting),
    tasks: [...enrolTasks(setting), ...enrolBacklog(setting)],
    people: new Map(
      [...peopleOf(setting)].flatMap(([name, person]) => (person === null ? [] : [[name, person] as const])),
    ),
    attributes: intern.attributes,
    parameters,
    goals: intern.goals.map((goal) => ({
      key: goal.key,
      issue: `${epic}/goal/${goal.key}`,
      title: goal.title,
      description: goal.description ?? null,
    })),
    program,
    words,
    target,
    cohortTitle: cohort.title ?? cohort.cohort,
    timeZone: cohort.time_zone,
    closeDerived: cohort.close_derived,
  };
}
