/** Template and cohort → one enrolment per intern. Pure; what can be wrong was checked by `load`. */

import { workingWeeks } from '../model/dates.ts';
import type { CountedWork, EnrolledKeyResult, EnrolledRotation, Enrolment, Home } from './enrolment.ts';
import type { KeyResult } from './key-result.ts';
import type { Ambition, Measure } from './measures.ts';
import type { Role } from './role-schema.ts';
import type { Cohort, Intern, Override, Program } from './schema.ts';

/** `Robin.Ito` → `robin-ito`: user names may hold characters that keys and labels should not. */
export function slugOf(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
}

/** Weeks of the whole program. */
export function weeksOf(program: Program): number {
  return program.weeks ?? program.rotations.reduce((sum, rotation) => sum + rotation.weeks, 0);
}

/** `role` is the program's target role, when it names one. */
export function enrol(program: Program, cohort: Cohort, role: Role | null = null): Enrolment[] {
  const level = role?.levels.find(({ key }) => key === program.target?.level);
  const target = role && level ? { role, level } : null;
  return cohort.interns.map((intern) => enrolIntern(program, cohort, intern, target));
}

function enrolIntern(
  program: Program,
  cohort: Cohort,
  intern: Intern,
  target: Enrolment['target'],
): Enrolment {
  const key = slugOf(intern.username);
  const epic = `${cohort.cohort}/${key}`;
  const firstDay = intern.first_day ?? cohort.first_day;
  const weeks = workingWeeks(firstDay, weeksOf(program));
  const span = { start: firstDay, end: weeks.at(-1)?.end ?? firstDay };
  const rotations = enrolRotations(program, cohort, firstDay);
  const mentor = intern.mentor ?? cohort.people.mentor;
  const overrides = [...cohort.overrides, ...intern.overrides];
  const people = (home: Home): Record<KeyResult['owner'], string | null> => ({
    intern: intern.username,
    mentor,
    manager: cohort.people.manager,
    'area-mentor': home.kind === 'area' ? (cohort.areas[home.key]?.mentor ?? mentor) : mentor,
    'area-manager': home.kind === 'area' ? (cohort.areas[home.key]?.manager ?? null) : cohort.people.manager,
  });
  const parameters = parametersOf(program, cohort, intern);
  const byRole = people({ kind: 'objective', key: '', title: '' });
  const homes: { home: Home; ambition: Ambition; results: KeyResult[] }[] = [
    ...program.objectives.map(({ key, title, ambition, key_results }) => ({
      home: { kind: 'objective', key, title } as const,
      ambition: ambition ?? ('committed' as const),
      results: [...key_results, ...added(overrides, 'objective', key)],
    })),
    ...program.areas.map(({ key, title, key_results }) => ({
      home: { kind: 'area', key, title } as const,
      ambition: 'committed' as const,
      results: [...key_results, ...added(overrides, 'area', key)],
    })),
  ];
  const keyResults = homes.flatMap(({ home, ambition, results }) =>
    results.map((result): EnrolledKeyResult => {
      const rotation =
        home.kind === 'area' ? (rotations.find((each) => each.area === home.key) ?? null) : null;
      const changed = override(result, overrides);
      return {
        key: result.key,
        template: result,
        issue: `${epic}/kr/${result.key}`,
        title: changed.title,
        description: changed.description,
        measure: changed.measure,
        boxes: boxesOf(changed.measure, program, rotation?.weeks ?? weeksOf(program)),
        counted: countedOf(changed.measure, cohort.gitlab.project, byRole, parameters),
        weight: result.weight ?? 1,
        ambition: result.ambition ?? ambition,
        late: result.late ?? program.late,
        override: changed.override,
        owner: people(home)[result.owner],
        evidence: result.evidence ?? null,
        shows: result.shows,
        confidential: result.confidential,
        home,
        span: rotation?.span ?? span,
        rotation,
        skipped: changed.skipped,
        changes: changed.changes,
      };
    }),
  );
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
    firstWeek: weeks[0] ?? span,
    rotations,
    keyResults,
    parameters,
    goals: intern.goals.map((goal) => ({
      key: goal.key,
      issue: `${epic}/goal/${goal.key}`,
      title: goal.title,
      description: goal.description ?? null,
    })),
    program,
    target,
    cohortTitle: cohort.title ?? cohort.cohort,
    timeZone: cohort.time_zone,
    closeDerived: cohort.close_derived,
  };
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

function enrolRotations(program: Program, cohort: Cohort, firstDay: string): EnrolledRotation[] {
  const weeks = workingWeeks(firstDay, weeksOf(program));
  let at = 0;
  return program.rotations.map((rotation): EnrolledRotation => {
    const start = weeks[at]?.start ?? firstDay;
    at += rotation.weeks;
    const end = weeks[at - 1]?.end ?? start;
    const area = program.areas.find((each) => each.key === rotation.area);
    const key = rotation.key ?? rotation.area ?? `weeks-${at}`;
    const people = rotation.area === undefined ? undefined : cohort.areas[rotation.area];
    return {
      key,
      title: rotation.title ?? area?.title ?? key,
      description: rotation.description ?? area?.description ?? null,
      area: area?.key ?? null,
      weeks: rotation.weeks,
      span: { start, end },
      // Interns with the cohort's dates share one milestone a rotation; other dates make another one.
      milestone:
        firstDay === cohort.first_day
          ? `${cohort.cohort}#rotation/${key}`
          : `${cohort.cohort}#rotation/${key}/${start}`,
      mentor: people?.mentor ?? null,
      manager: people?.manager ?? null,
    };
  });
}

function added(overrides: Override[], home: 'objective' | 'area', key: string): KeyResult[] {
  return overrides.flatMap(({ add }) => (add && add[home] === key ? [add] : []));
}

/** Later overrides win; every one is said. */
function override(
  result: KeyResult,
  overrides: Override[],
): Pick<EnrolledKeyResult, 'title' | 'description' | 'measure' | 'skipped' | 'override' | 'changes'> {
  let { title, measure } = result;
  let description = result.description ?? null;
  let skipped: string | null = null;
  let target: number | null = null;
  let score: EnrolledKeyResult['override'] = null;
  const { measure: first } = result;
  const changes: string[] = overrides.some(({ add }) => add === result) ? ['added by the cohort'] : [];
  for (const each of overrides) {
    if (each.key_result !== result.key) continue;
    if (each.define) {
      measure = each.define.measure;
      title = each.define.title ?? title;
      description = each.define.description ?? description;
      changes.push(`defined by the cohort as "${title}"`);
    } else if (each.retitle !== undefined) {
      changes.push(`retitled from "${title}"`);
      title = each.retitle;
    } else if (each.count !== undefined && measure.kind === 'count') {
      const unit = {
        ...(measure.unit === undefined ? {} : { unit: measure.unit }),
        ...(measure.of === undefined ? {} : { of: measure.of }),
      };
      // A title that names the old number names the new one.
      if (measure.target !== undefined)
        title = title.replace(new RegExp(`(?<![\\d.])${measure.target}(?![\\d.])`), String(each.count));
      measure = { kind: 'count', target: each.count, ...unit };
      target = each.count;
    } else if (each.score !== undefined) {
      // The scorecard says it; in the issue it would read like a verdict.
      score = each.score;
    } else if (each.skip !== undefined) {
      skipped = each.skip;
      changes.push(`skipped: ${each.skip}`);
    }
  }
  const before = first.kind === 'count' ? (first.target ?? first.boxes?.length ?? 'one per area') : null;
  if (target !== null && target !== before) changes.push(`target ${target} instead of ${before ?? 'none'}`);
  return { title, description, measure, skipped, override: score, changes };
}

const ROLES = ['intern', 'mentor', 'manager'] as const;

function countedOf(
  measure: Measure,
  project: string,
  people: Record<KeyResult['owner'], string | null>,
  parameters: Enrolment['parameters'],
): CountedWork | null {
  if (measure.kind !== 'count' || !measure.of) return null;
  const { what, label, author, state, project_from: from } = measure.of;
  const chosen = parameters.find(({ key }) => key === from);
  const role = ROLES.find((each) => each === author);
  return {
    what,
    project: from === undefined ? (measure.of.project ?? project) : (chosen?.value?.project ?? null),
    label: label ?? null,
    author: role === undefined ? (author === 'anyone' ? null : author) : people[role],
    state: state ?? (what === 'issues' ? 'closed' : 'merged'),
  };
}

const capital = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

function boxesOf(measure: Measure, program: Program, weeks: number): string[] {
  const numbered = (name: string, count: number): string[] =>
    Array.from({ length: count }, (_, index) => `${name} ${index + 1}`);
  switch (measure.kind) {
    case 'count':
      if (measure.of) return [];
      if (measure.boxes) return measure.boxes;
      if (measure.one_per === 'area') return program.areas.map((area) => area.title);
      return numbered(capital(measure.unit ?? 'item'), measure.target ?? 1);
    case 'rubric':
      return measure.steps.map(({ name }) => name);
    case 'maintain':
      if (measure.checks !== undefined) return numbered(capital(measure.unit ?? 'check'), measure.checks);
      return numbered('Week', weeks).map((name) =>
        measure.unit === undefined ? name : `${name}: ${measure.unit}`,
      );
    case 'done':
    case 'metric':
    case 'derived':
    case 'to-be-defined':
      return [];
  }
}
