/** Placements → everything that should exist in GitLab. Pure: the same input gives the same bytes. */

import { addDays, shortDay, workdaysBetween } from '../model/dates.ts';
import { LABEL } from '../model/labels.ts';
import type { Note } from '../model/plan.ts';
import type { Wanted, WantedBoard, WantedLabel, WantedMilestone } from '../model/resource.ts';
import { markdownText, titleText } from '../text/plain-text.ts';
import { Markdown, type Render } from '../text/templates.ts';
import type { Words } from '../text/words.ts';
import type { Cohort } from './cohort-schema.ts';
import type { EnrolledKeyResult, EnrolledRotation, Enrolment } from './enrolment.ts';
import type { Program } from './program-schema.ts';
import { epic } from './wanted-epic.ts';
import { goals, keyResultIssue } from './wanted-issues.ts';
import { checklists, tasks } from './wanted-work.ts';
import { block, label } from './words.ts';

export interface WantedAndNotes {
  wanted: Wanted[];
  notes: Note[];
}

export function wantedFrom(
  program: Program,
  cohort: Cohort,
  enrolments: Enrolment[],
  render: Render,
): WantedAndNotes {
  const notes: Note[] = [];
  const rotations = new Map<string, { rotation: EnrolledRotation; main: boolean }>();
  for (const enrolment of enrolments) {
    for (const rotation of enrolment.rotations) {
      const main = rotation.milestone === `${cohort.cohort}#rotation/${rotation.key}`;
      if (!rotations.has(rotation.milestone)) rotations.set(rotation.milestone, { rotation, main });
    }
    for (const rotation of enrolment.rotations) notes.push(...lostNote(rotation, enrolment));
    for (const result of enrolment.keyResults) notes.push(...notesOn(result, enrolment));
  }
  const milestones = [...rotations.values()].map(({ rotation, main }) =>
    milestone(program, cohort, rotation, main, render, notes),
  );
  const wanted: Wanted[] = [
    ...labels(program, cohort, enrolments, render.words),
    ...milestones,
    ...enrolments.flatMap((enrolment) => {
      const issues = [
        ...enrolment.keyResults
          .filter((result) => result.skipped === null)
          .map((result) => keyResultIssue(result, enrolment, cohort, render)),
        ...checklists(enrolment, cohort, render),
        ...tasks(enrolment, cohort, render),
        ...goals(enrolment, cohort, render),
      ];
      return [
        epic(
          enrolment,
          enrolments,
          cohort,
          // What all share stands in each index: who may be believed of it is known from there.
          issues.map((issue) => issue.key),
          render,
        ),
        ...issues,
      ];
    }),
    ...board(program, cohort),
  ];
  // What all share is wanted by each of them, and there once.
  const once = new Map(wanted.map((each) => [each.key, each]));
  return {
    wanted: wanted.filter((each) => once.get(each.key) === each || !each.key.includes('/.once/')),
    notes,
  };
}

/** A week with two holidays is three days: who signs the plan should know. */
function lostNote({ title, span, lost }: EnrolledRotation, { intern }: Enrolment): Note[] {
  if (lost.length === 0) return [];
  const all = workdaysBetween(span.start, span.end);
  const days = lost.map(({ day, title: name }) => `${shortDay(day)} (${name ?? 'away'})`).join(', ');
  return [
    {
      code: 'schedule',
      about: `${title} (${intern.name})`,
      message: `loses ${lost.length} of ${all} working ${all === 1 ? 'day' : 'days'}: ${days}.`,
    },
  ];
}

function notesOn(result: EnrolledKeyResult, enrolment: Enrolment): Note[] {
  const about = `${result.title} (${enrolment.intern.name})`;
  return [
    ...(result.measure.kind === 'to-be-defined' && result.skipped === null
      ? [
          {
            code: 'to-be-defined' as const,
            about,
            message: 'is to be defined: it gets an issue and no score until the cohort file defines it.',
          },
        ]
      : []),
    ...(result.override
      ? [
          {
            code: 'overridden' as const,
            about,
            message: `counts ${result.override.value} whatever is computed; ${result.override.by}: ${result.override.reason}`,
          },
        ]
      : []),
    ...result.changes.map((change) => ({ code: 'overridden' as const, about, message: change })),
  ];
}

const AREA_COLORS = ['#1f75cb', '#108548', '#9e5400', '#6e49cb', '#c91c00', '#2f68b4', '#0e7490', '#8b5a00'];

/** By the area's key, not its place: another program with the same area must not argue about the colour. */
function areaColor(key: string): string {
  const sum = [...key].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  return AREA_COLORS[sum % AREA_COLORS.length] ?? '#1f75cb';
}

function labels(program: Program, cohort: Cohort, enrolments: Enrolment[], { say }: Words): WantedLabel[] {
  return [
    label(
      LABEL.cohort(cohort.cohort),
      '#28272d',
      say('label.cohort', { cohort: cohort.title ?? cohort.cohort }),
    ),
    label(LABEL.keyResult, '#1068bf', say('label.key-result')),
    label(LABEL.checklist, '#737278', say('label.checklist')),
    ...(enrolments.some(({ tasks: all }) => all.some((each) => each.label === LABEL.backlog))
      ? [label(LABEL.backlog, '#5f6b7a', say('label.backlog'))]
      : []),
    label(LABEL.goal, '#89888d', say('label.goal')),
    label(LABEL.wontDo, '#ae1800', say('label.wont-do')),
    ...(program.areas.length > 0 ? [label(LABEL.program, '#4e4c53', say('label.program'))] : []),
    ...program.areas.map(({ key, title }) =>
      label(LABEL.area(key), areaColor(key), say('label.area', { title })),
    ),
    ...program.objectives.map(({ key, title }) =>
      label(LABEL.objective(key), '#5943b6', say('label.objective', { title })),
    ),
    ...enrolments.map(({ intern: { key, name } }) =>
      label(LABEL.intern(key), '#0d5328', say('label.intern', { name })),
    ),
  ];
}

function milestone(
  program: Program,
  cohort: Cohort,
  rotation: EnrolledRotation,
  main: boolean,
  render: Render,
  notes: Note[],
): WantedMilestone {
  const { start, end } = rotation.dates;
  const { words } = render;
  const name = `${cohort.cohort}: ${rotation.title}`;
  const title = titleText(
    main
      ? name
      : rotation.whose === null
        ? words.say('milestone.from', { title: name, day: words.full(start) })
        : `${name} (${rotation.whose})`,
  );
  const when = words.span(rotation.dates);
  if (start === end) {
    notes.push({
      code: 'schedule',
      about: title,
      message: `lasts one day; GitLab wants a milestone to end after it starts, so it is shown until ${addDays(end, 1)}.`,
    });
  }
  return {
    kind: 'milestone',
    key: rotation.milestone,
    title,
    text: render('milestone', {
      title: rotation.title,
      program: program.title,
      cohort: cohort.title ?? cohort.cohort,
      when,
      lead: new Markdown(
        words.markdown('milestone.lead', {
          title: new Markdown(`**${markdownText(rotation.title)}**`),
          program: program.title,
          cohort: cohort.title ?? cohort.cohort,
          when,
        }),
      ),
      description: block(rotation.description, program),
    }),
    startDate: start,
    // Strictly after the start, else 400 (docs/gitlab.md#milestones).
    dueDate: start === end ? addDays(end, 1) : end,
  };
}

function board(program: Program, cohort: Cohort): WantedBoard[] {
  if (program.areas.length === 0) return [];
  const inOrder = [
    ...program.rotations.flatMap(({ area }) => (area === undefined ? [] : [area])),
    ...program.areas.map(({ key }) => key),
  ];
  return [
    {
      kind: 'board',
      key: `${cohort.cohort}#board`,
      name: titleText(program.title),
      lists: [...new Set(inOrder)].map(LABEL.area),
    },
  ];
}
