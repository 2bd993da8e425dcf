/** What everything of one intern follows from: the template with dates, people and choices, and the same for what all share. */
import { workingWeeks } from '../model/dates.ts';
import type { Words } from '../text/words.ts';
import type { Cohort, Intern, Override } from './cohort-schema.ts';
import type { EnrolledRotation, Enrolment, Home, Span } from './enrolment.ts';
import { fill } from './fill.ts';
import { isOwnRole } from './people-schema.ts';
import type { Program } from './program-schema.ts';
import { lengthFor } from './rotation-plan.ts';
import { enrolRotations, fromDayOn } from './rotations.ts';

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

/** What everything of one intern follows from. */
export interface Setting {
  words: Words;
  program: Program;
  cohort: Cohort;
  intern: Intern;
  epic: string;
  /** First day of the program, whenever this intern joins. */
  firstDay: string;
  span: Span;
  weeks: Span[];
  /** All rotations of the program. */
  planned: EnrolledRotation[];
  /** Those that this intern gets to. */
  rotations: EnrolledRotation[];
  mentor: string;
  overrides: Override[];
  /** Of the program, then of the cohort. */
  backlog: Cohort['backlog'];
  parameters: Enrolment['parameters'];
  /** What all share follows from this one, so that nobody's coming, going or choice changes it. */
  shared: Setting | null;
}

/** `common` is the template with what is chosen for the cohort: the same object where it names nothing that is filled in. */
export function settingOf(
  template: Program,
  common: Program,
  cohort: Cohort,
  given: Intern,
  words: Words,
): Setting {
  const program = {
    ...(common === template ? template : fill(template, template, cohort, words, given)),
    links: template.links.map(
      (each) => cohort.links.find(({ key }) => key !== undefined && key === each.key) ?? each,
    ),
  };
  const intern = fill(given, template, cohort, words, given);
  const firstDay = intern.first_day ?? cohort.first_day;
  const { joined = firstDay } = intern;
  const weeks = workingWeeks(firstDay, lengthFor(program, cohort, intern));
  // Milestones are everybody's: their titles hold what is chosen for the cohort.
  const planned = enrolRotations(common, cohort, intern, keyOfIntern(intern));
  return {
    words,
    program,
    cohort,
    intern,
    epic: `${cohort.cohort}/${keyOfIntern(intern)}`,
    firstDay,
    span: { start: joined, end: weeks.at(-1)?.end ?? joined },
    weeks,
    planned,
    rotations: fromDayOn(planned, joined),
    mentor: intern.mentor ?? cohort.people.mentor,
    overrides: [...fill(cohort.overrides, template, cohort, words, given), ...intern.overrides],
    backlog: [...program.backlog, ...fill(cohort.backlog, template, cohort, words, given)],
    parameters: parametersOf(program, cohort, intern),
    shared: null,
  };
}

/** The first intern of the file, without anything that is that person's alone. */
export function sharedSetting(
  template: Program,
  common: Program,
  cohort: Cohort,
  words: Words,
): Setting | null {
  const [first] = cohort.interns;
  if (!first) return null;
  const { username, key, in_alumni } = first;
  const plain = { username, ...(key === undefined ? {} : { key }), in_alumni };
  return settingOf(
    template,
    common,
    cohort,
    { ...plain, attributes: {}, parameters: {}, goals: [], overrides: [] },
    words,
  );
}

/** The week in which the intern begins, from that day on. */
export function firstWeekOf({ span, weeks }: Setting): Span {
  const week = weeks.find(({ end }) => end >= span.start) ?? span;
  return { start: span.start, end: week.end };
}

/** Who fills each role, for what belongs to the program or to an area; null where the cohort names nobody. */
export function peopleOf(
  { cohort, intern, mentor, planned }: Setting,
  home?: Home,
): Map<string, string | null> {
  const inArea = home?.kind === 'area';
  const rotation = inArea ? planned.find(({ area }) => area === home.key) : undefined;
  const named = inArea ? cohort.areas[home.key] : undefined;
  return new Map<string, string | null>([
    ...Object.entries(cohort.people),
    ['intern', intern.username],
    ['mentor', mentor],
    ['area-mentor', rotation?.mentor ?? named?.mentor ?? mentor],
    ['area-manager', inArea ? (named?.manager ?? null) : cohort.people.manager],
  ]);
}

/** The person of a role, or the user name that stands in its place; nobody where the cohort names none for the role. */
export function personOf(name: string, people: Map<string, string | null>, { roles }: Program): string[] {
  const person = people.has(name)
    ? people.get(name)
    : isOwnRole(name) || Object.hasOwn(roles, name)
      ? null
      : name;
  return person == null ? [] : [person];
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
