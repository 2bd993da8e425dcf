/** Template and cohort → one enrolment per intern. Pure; what can be wrong was checked by `load`. */

import { workingWeeks } from '../model/dates.ts';
import type { Words } from '../text/words.ts';
import { boxesOf } from './boxes.ts';
import type { Cohort, Intern, Override } from './cohort-schema.ts';
import { type Due, readDue } from './due.ts';
import { dueOn } from './due-on.ts';
import type {
  CountedWork,
  EnrolledKeyResult,
  EnrolledRotation,
  EnrolledTask,
  Enrolment,
  Home,
  Span,
} from './enrolment.ts';
import { fill } from './fill.ts';
import type { KeyResult } from './key-result.ts';
import type { Ambition, Measure } from './measures.ts';
import { added, override } from './overrides.ts';
import { holds, isOnce, isOwnRole, ownersOf } from './people-schema.ts';
import type { Program } from './program-schema.ts';
import type { Role } from './role-schema.ts';
import { enrolRotations, passedAreas } from './rotations.ts';
import { repeats, weeksOf } from './weeks.ts';

/** `Robin.Ito` → `robin-ito`: user names may hold characters that keys and labels should not. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** What keys and labels call an intern. */
export const keyOfIntern = ({ key, username }: Intern): string => key ?? slugOf(username);

/** `role` is the program's target role, when it names one. */
export function enrol(program: Program, cohort: Cohort, words: Words, role: Role | null = null): Enrolment[] {
  const level = role?.levels.find(({ key }) => key === program.target?.level);
  const target = role && level ? { role, level } : null;
  const all = cohort.interns.map((intern) => enrolIntern(program, cohort, intern, words, target));
  // Who left stands apart, behind those who are there.
  return [...all.filter(({ left }) => left === null), ...all.filter(({ left }) => left !== null)];
}

/** What everything of one intern follows from. */
interface Setting {
  words: Words;
  program: Program;
  cohort: Cohort;
  intern: Intern;
  epic: string;
  span: Span;
  weeks: Span[];
  rotations: EnrolledRotation[];
  mentor: string;
  overrides: Override[];
  parameters: Enrolment['parameters'];
}

function enrolIntern(
  template: Program,
  cohort: Cohort,
  given: Intern,
  words: Words,
  target: Enrolment['target'],
): Enrolment {
  const program = {
    ...fill(template, template, cohort, words, given),
    links: template.links.map(
      (each) => cohort.links.find(({ key }) => key !== undefined && key === each.key) ?? each,
    ),
  };
  const intern = fill(given, template, cohort, words, given);
  const key = keyOfIntern(intern);
  const firstDay = intern.first_day ?? cohort.first_day;
  const { joined = firstDay } = intern;
  const weeks = workingWeeks(firstDay, weeksOf(program));
  const setting: Setting = {
    words,
    program,
    cohort,
    intern,
    epic: `${cohort.cohort}/${key}`,
    span: { start: joined, end: weeks.at(-1)?.end ?? joined },
    weeks,
    rotations: enrolRotations(program, cohort, firstDay, joined),
    mentor: intern.mentor ?? cohort.people.mentor,
    overrides: [...fill(cohort.overrides, template, cohort, words, given), ...intern.overrides],
    parameters: parametersOf(program, cohort, intern),
  };
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
    rotations,
    keyResults: enrolKeyResults(setting),
    tasks: enrolTasks(setting),
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

/** The week in which the intern begins, from that day on. */
function firstWeekOf({ span, weeks }: Setting): Span {
  const week = weeks.find(({ end }) => end >= span.start) ?? span;
  return { start: span.start, end: week.end };
}

/** Who fills each role, for what belongs to the program or to an area; null where the cohort names nobody. */
function peopleOf({ cohort, intern, mentor }: Setting, home?: Home): Map<string, string | null> {
  const area = home?.kind === 'area' ? (cohort.areas[home.key] ?? {}) : null;
  return new Map<string, string | null>([
    ...Object.entries(cohort.people),
    ['intern', intern.username],
    ['mentor', mentor],
    ['area-mentor', area?.mentor ?? mentor],
    ['area-manager', area ? (area.manager ?? null) : cohort.people.manager],
  ]);
}

/** The person of a role, or the user name that stands in its place; nobody where the cohort names none for the role. */
function personOf(name: string, people: Map<string, string | null>, { roles }: Program): string[] {
  const person = people.has(name) ? people.get(name) : isOwnRole(name) || name in roles ? null : name;
  return person == null ? [] : [person];
}

function enrolKeyResults(setting: Setting): EnrolledKeyResult[] {
  const { program, intern, overrides } = setting;
  const isFor = ({ when }: KeyResult): boolean => holds(when, intern.attributes);
  const homes: { home: Home; ambition: Ambition; results: KeyResult[] }[] = [
    ...program.objectives.map(({ key, title, ambition, key_results }) => ({
      home: { kind: 'objective', key, title } as const,
      ambition: ambition ?? ('committed' as const),
      results: [...key_results, ...added(overrides, 'objective', key)].filter(isFor),
    })),
    ...program.areas.map(({ key, title, key_results }) => ({
      home: { kind: 'area', key, title } as const,
      ambition: 'committed' as const,
      results: [...key_results, ...added(overrides, 'area', key)].filter(isFor),
    })),
  ];
  return homes.flatMap(({ home, ambition, results }) =>
    results.map((result) => enrolKeyResult(setting, home, ambition, result)),
  );
}

function enrolKeyResult(
  setting: Setting,
  home: Home,
  ambition: Ambition,
  result: KeyResult,
): EnrolledKeyResult {
  const { program, cohort, epic, rotations, overrides, parameters, words } = setting;
  const rotation = home.kind === 'area' ? (rotations.find(({ area }) => area === home.key) ?? null) : null;
  const passed = passedAreas(program, rotations);
  const over = home.kind === 'area' && passed.has(home.key);
  const changed = override(result, overrides, words);
  const owners = ownersOf(result.owner);
  const once = isOnce(owners, result.per);
  const whole = rotation?.span ?? setting.span;
  const end = result.due === undefined ? whole.end : dueOn(result.due, setting);
  const people = peopleOf(setting, home);
  const missed =
    over || end < setting.span.start ? words.say('change.over', { day: setting.span.start }) : null;
  return {
    key: result.key,
    template: result,
    issue: once ? `${cohort.cohort}/.once/kr/${result.key}` : `${epic}/kr/${result.key}`,
    title: changed.title,
    description: changed.description,
    measure: changed.measure,
    boxes: boxesOf(
      changed.measure,
      program.areas.filter(({ key }) => !passed.has(key)),
      { start: whole.start, end },
      words,
    ),
    counted: countedOf(changed.measure, cohort.gitlab.project, peopleOf(setting), parameters),
    weight: result.weight ?? 1,
    ambition: result.ambition ?? ambition,
    late: result.late ?? program.late,
    override: changed.override,
    owners: owners.flatMap((name) => personOf(name, people, program)),
    once,
    evidence: result.evidence ?? null,
    shows: result.shows,
    confidential: result.confidential,
    home,
    span: { start: end < whole.start ? end : whole.start, end },
    rotation,
    skipped: changed.skipped ?? missed,
    missed: changed.skipped === null && missed !== null,
    changes:
      missed === null
        ? changed.changes
        : [...changed.changes, words.say('change.left-out', { reason: missed })],
  };
}

function enrolTasks(setting: Setting): EnrolledTask[] {
  const { program, cohort, intern, epic, span, words } = setting;
  const people = peopleOf(setting);
  return program.tasks
    .filter(({ when }) => holds(when, intern.attributes))
    .map((task): EnrolledTask => {
      const owners = ownersOf(task.owner);
      const once = isOnce(owners, task.per);
      const due = task.due === undefined ? span.end : dueOfTask(task.due, setting);
      return {
        task,
        issue: once ? `${cohort.cohort}/.once/task/${task.key}` : `${epic}/task/${task.key}`,
        boxes:
          task.repeat === undefined
            ? task.boxes
            : repeats(task.repeat, { start: span.start, end: due }, words),
        owners: owners.flatMap((name) => personOf(name, people, program)),
        once,
        due,
      };
    });
}

/** What had to be done before somebody joined is due in that person's first week: nobody else did it. */
function dueOfTask(due: Due, setting: Setting): string {
  const day = dueOn(due, setting);
  const { intern, span } = setting;
  const passed = intern.joined !== undefined && day < span.start && readDue(due).kind !== 'before';
  return passed ? firstWeekOf(setting).end : day;
}

function parametersOf(program: Program, cohort: Cohort, intern: Intern): Enrolment['parameters'] {
  return program.parameters.map(({ key, title, note }) => {
    const value = intern.parameters[key] ?? cohort.parameters[key];
    return {
      key,
      title,
      note: note ?? null,
      value: value
        ? { text: value.text ?? null, url: value.url ?? null, project: value.project ?? null }
        : null,
    };
  });
}

const COUNTED_ROLES = ['intern', 'mentor', 'manager'];

function countedOf(
  measure: Measure,
  project: string,
  people: Map<string, string | null>,
  parameters: Enrolment['parameters'],
): CountedWork | null {
  if (measure.kind !== 'count' || !measure.of) return null;
  const { what, label, author, state, project_from: from } = measure.of;
  const chosen = parameters.find(({ key }) => key === from);
  return {
    what,
    project: from === undefined ? (measure.of.project ?? project) : (chosen?.value?.project ?? null),
    label: label ?? null,
    author:
      author === 'anyone' ? null : COUNTED_ROLES.includes(author) ? (people.get(author) ?? null) : author,
    state: state ?? (what === 'issues' ? 'closed' : 'merged'),
  };
}
