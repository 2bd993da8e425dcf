/** Key results and tasks of one intern, with dates, boxes and people filled in. What all share comes from one setting for everybody. */
import { LABEL } from '../model/labels.ts';
import { boxesOf } from './boxes.ts';
import { type Due, readDue } from './due.ts';
import { dueOn } from './due-on.ts';
import type { CountedWork, EnrolledKeyResult, EnrolledTask, Enrolment, Home } from './enrolment.ts';
import type { KeyResult } from './key-result.ts';
import type { Ambition, Measure } from './measures.ts';
import { added, override } from './overrides.ts';
import { holds, isOnce, ownersOf } from './people-schema.ts';
import type { Task } from './program-schema.ts';
import { passedAreas } from './rotations.ts';
import { firstWeekOf, peopleOf, personOf, type Setting } from './setting.ts';
import { repeats } from './weeks.ts';

interface Homed {
  home: Home;
  ambition: Ambition;
  result: KeyResult;
}

function homedOf({ program, overrides }: Setting): Homed[] {
  return [
    ...program.objectives.flatMap(({ key, title, ambition, key_results }) =>
      [...key_results, ...added(overrides, 'objective', key)].map((result) => ({
        home: { kind: 'objective' as const, key, title },
        ambition: ambition ?? ('committed' as const),
        result,
      })),
    ),
    ...program.areas.flatMap(({ key, title, key_results }) =>
      [...key_results, ...added(overrides, 'area', key)].map((result) => ({
        home: { kind: 'area' as const, key, title },
        ambition: 'committed' as const,
        result,
      })),
    ),
  ];
}

export function enrolKeyResults(setting: Setting): EnrolledKeyResult[] {
  const { shared, intern } = setting;
  const common = new Map(shared ? homedOf(shared).map((each) => [each.result.key, each] as const) : []);
  return homedOf(setting)
    .filter(({ result }) => holds(result.when, intern.attributes))
    .map((each) => {
      const own = enrolKeyResult(setting, each);
      const all = common.get(own.key);
      if (!own.once || !shared || !all) return own;
      // Whether and how it counts for one is that person's; what stands in the issue is everybody's.
      const { skipped, missed, override: score } = own;
      return { ...enrolKeyResult(shared, all), skipped, missed, override: score };
    });
}

function enrolKeyResult(setting: Setting, { home, ambition, result }: Homed): EnrolledKeyResult {
  const { program, cohort, intern, epic, planned, rotations, overrides, parameters, words } = setting;
  const rotation = home.kind === 'area' ? (rotations.find(({ area }) => area === home.key) ?? null) : null;
  const passed = passedAreas(program, cohort, intern, rotations);
  const over = home.kind === 'area' && passed.has(home.key);
  const changed = override(result, overrides, words);
  const owners = ownersOf(result.owner);
  const once = isOnce(owners, result.per);
  const whole = rotation?.span ?? setting.span;
  const end = changed.due ?? (result.due === undefined ? whole.end : dueOn(result.due, setting));
  const people = peopleOf(setting, home);
  const late = intern.joined !== undefined;
  const isVisited = home.kind !== 'area' || !over || planned.some(({ area }) => area === home.key);
  const before = result.due !== undefined && readDue(result.due).kind === 'before';
  const missed =
    late && ((over && isVisited) || (end < setting.span.start && !before))
      ? words.say('change.over', { day: words.full(setting.span.start) })
      : null;
  const reason = missed ?? (isVisited ? null : words.say('change.not-visited'));
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
    before: (result.after.length === 0 ? [] : homedOf(setting))
      .filter(({ result: other }) => result.after.includes(other.key))
      .map(({ result: other }) => ({
        ...override(other, overrides, words),
        confidential: other.confidential,
      }))
      .filter((other) => other.skipped === null)
      .map(({ title, confidential }) => ({ title, confidential })),
    weight: result.weight ?? (result.pair_work ? 0 : 1),
    ambition: result.ambition ?? ambition,
    late: result.late ?? program.late,
    linear: (result.expected ?? program.expected) === 'linear',
    override: changed.override,
    owners: owners.flatMap((name) => personOf(name, people, program)),
    once,
    evidence: result.evidence ?? null,
    shows: result.shows,
    confidential: result.confidential,
    home,
    span: { start: end < whole.start ? end : whole.start, end },
    rotation,
    skipped: changed.skipped ?? reason,
    missed: changed.skipped === null && missed !== null,
    changes:
      reason === null || changed.skipped !== null
        ? changed.changes
        : [...changed.changes, words.say('change.left-out', { reason })],
  };
}

export function enrolTasks(setting: Setting): EnrolledTask[] {
  const { shared, program, intern } = setting;
  const common = new Map(shared ? shared.program.tasks.map((task) => [task.key, task] as const) : []);
  return program.tasks
    .filter(({ when }) => holds(when, intern.attributes))
    .map((task) => {
      const own = enrolTask(setting, task);
      const all = common.get(task.key);
      return own.once && shared && all ? enrolTask(shared, all) : own;
    });
}

function enrolTask(setting: Setting, task: Task): EnrolledTask {
  const { program, cohort, epic, span, words } = setting;
  const owners = ownersOf(task.owner);
  const once = isOnce(owners, task.per);
  const due = task.due === undefined ? span.end : dueOfTask(task.due, setting);
  const people = peopleOf(setting);
  return {
    title: task.title,
    text: task.text ?? null,
    label: LABEL.checklist,
    confidential: task.confidential,
    effort: task.effort ?? null,
    issue: once ? `${cohort.cohort}/.once/task/${task.key}` : `${epic}/task/${task.key}`,
    boxes:
      task.repeat === undefined ? task.boxes : repeats(task.repeat, { start: span.start, end: due }, words),
    owners: owners.flatMap((name) => personOf(name, people, program)),
    once,
    due,
  };
}

/** What had to be done before somebody joined is due in that person's first week: nobody else did it. */
function dueOfTask(due: Due, setting: Setting): string {
  const day = dueOn(due, setting);
  const { intern, span } = setting;
  const passed = intern.joined !== undefined && day < span.start && readDue(due).kind !== 'before';
  return passed ? firstWeekOf(setting).end : day;
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
