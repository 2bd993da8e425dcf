/** Placements → everything that should exist in GitLab. Pure: the same input gives the same bytes. */
import { LABEL } from '../labels.ts';
import type { PlacedKeyResult, PlacedRotation, Placement } from '../placement.ts';
import { linkTarget, markdownText, mermaidText, titleText } from '../plain-text.ts';
import type { Note } from '../plan.ts';
import type {
  Wanted,
  WantedBoard,
  WantedEpic,
  WantedIssue,
  WantedLabel,
  WantedMilestone,
} from '../resource.ts';
import { Markdown, type Render } from '../templates.ts';
import { seedBoxes, seedWorksheet } from '../worksheet.ts';
import { addDays, shortSpan, workdayBefore } from './calendar.ts';
import type { Cohort, Duty, Measure, Program } from './schema.ts';

export interface Desired {
  wanted: Wanted[];
  notes: Note[];
}

export function desired(program: Program, cohort: Cohort, placements: Placement[], render: Render): Desired {
  const notes: Note[] = [];
  const rotations = new Map<string, { rotation: PlacedRotation; main: boolean }>();
  for (const placement of placements) {
    for (const rotation of placement.rotations) {
      const main = placement.span.start === cohort.first_day;
      if (!rotations.has(rotation.milestone)) rotations.set(rotation.milestone, { rotation, main });
    }
    for (const result of placement.keyResults) notes.push(...notesOn(result, placement));
  }
  const milestones = [...rotations.values()].map(({ rotation, main }) =>
    milestone(program, cohort, rotation, main, render, notes),
  );
  const wanted: Wanted[] = [
    ...labels(program, cohort, placements),
    ...milestones,
    ...placements.flatMap((placement) => {
      const issues = [
        ...placement.keyResults
          .filter((result) => result.skipped === null)
          .map((result) => keyResultIssue(result, placement, cohort, render)),
        ...checklists(placement, cohort, render),
        ...goals(placement, cohort, render),
      ];
      return [
        epic(
          placement,
          cohort,
          issues.map((issue) => issue.key),
          render,
        ),
        ...issues,
      ];
    }),
    ...board(program, cohort),
  ];
  return { wanted, notes };
}

function notesOn(result: PlacedKeyResult, placement: Placement): Note[] {
  const about = `${result.title} (${placement.intern.name})`;
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
    ...result.changes.map((change) => ({ code: 'overridden' as const, about, message: change })),
  ];
}

const AREA_COLORS = ['#1f75cb', '#108548', '#9e5400', '#6e49cb', '#c91c00', '#2f68b4', '#0e7490', '#8b5a00'];

/** By the area's key, not its place: another program with the same area must not argue about the colour. */
function areaColor(key: string): string {
  const sum = [...key].reduce((total, letter) => (total * 31 + (letter.codePointAt(0) ?? 0)) % 9973, 7);
  return AREA_COLORS[sum % AREA_COLORS.length] ?? '#1f75cb';
}

function labels(program: Program, cohort: Cohort, placements: Placement[]): WantedLabel[] {
  const label = (name: string, color: string, description: string): WantedLabel => ({
    kind: 'label',
    key: `label#${name}`,
    name,
    color,
    description: titleText(description),
  });
  return [
    label(
      LABEL.cohort(cohort.cohort),
      '#28272d',
      `Everything that belongs to the cohort ${cohort.title ?? cohort.cohort}`,
    ),
    label(LABEL.keyResult, '#1068bf', 'A key result: its issue is scored'),
    label(LABEL.checklist, '#737278', 'What a role has to do; in no score'),
    label(LABEL.goal, '#89888d', 'A personal growth goal; in no score'),
    label(LABEL.wontDo, '#ae1800', 'Closed without being achieved; scores 0'),
    ...(program.areas.length > 0
      ? [label(LABEL.program, '#4e4c53', 'Belongs to the whole program, not to one area')]
      : []),
    ...program.areas.map((area) =>
      label(LABEL.area(area.key), areaColor(area.key), `Functional area: ${area.title}`),
    ),
    ...program.objectives.map((objective) =>
      label(LABEL.objective(objective.key), '#5943b6', `Objective: ${objective.title}`),
    ),
    ...placements.map(({ intern }) =>
      label(LABEL.intern(intern.key), '#0d5328', `Internship of ${intern.name}`),
    ),
  ];
}

function milestone(
  program: Program,
  cohort: Cohort,
  rotation: PlacedRotation,
  main: boolean,
  render: Render,
  notes: Note[],
): WantedMilestone {
  const { start, end } = rotation.span;
  const title = titleText(`${cohort.cohort}: ${rotation.title}${main ? '' : ` (from ${start})`}`);
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
      when: shortSpan(rotation.span),
      description: rotation.description,
    }),
    startDate: start,
    // Strictly after the start, else 400 (facts §3.2).
    dueDate: start === end ? addDays(end, 1) : end,
  };
}

function commonLabels(placement: Placement, cohort: Cohort): string[] {
  return [LABEL.cohort(cohort.cohort), LABEL.intern(placement.intern.key)];
}

/** How the score comes about, in a sentence for people. */
export function describeMeasure(measure: Measure, boxes: string[]): string {
  switch (measure.kind) {
    case 'done':
      return 'done or not: closing the issue scores 1';
    case 'count':
      return `ticked boxes of the list below, out of ${boxes.length}`;
    case 'derived': {
      const results = measure.at_least === 1 ? 'one key result' : `${measure.at_least} key results`;
      return `share of areas in which ${results} scores ${measure.score.toFixed(1)}; nothing to tick`;
    }
    case 'to-be-defined':
      return 'not yet: it is still to be defined';
  }
}

function keyResultIssue(
  result: PlacedKeyResult,
  placement: Placement,
  cohort: Cohort,
  render: Render,
): WantedIssue {
  const { home, rotation } = result;
  return {
    kind: 'issue',
    key: result.issue,
    role: 'key-result',
    title: titleText(result.title),
    text: render('key-result', {
      intern: placement.intern.name,
      program: placement.program.title,
      home: home.kind === 'area' ? home.title : `Objective: ${home.title}`,
      description: result.description,
      scored: describeMeasure(result.measure, result.boxes),
      when: `${shortSpan(result.span)}${rotation ? ` (${rotation.title})` : ''}`,
      mentor: code(rotation?.mentor ?? placement.mentor),
      manager: rotation?.manager ? code(rotation.manager) : null,
      evidence: result.evidence,
      changed: result.changes.length > 0,
      changes: result.changes,
    }),
    worksheet: `${seedWorksheet(result.issue, result.boxes.map(markdownText))}\n\n${footer(result.measure)}`,
    boxes: result.boxes.map(markdownText),
    labels: [
      ...commonLabels(placement, cohort),
      LABEL.keyResult,
      ...(home.kind === 'area'
        ? [LABEL.area(home.key)]
        : [LABEL.objective(home.key), ...(placement.program.areas.length > 0 ? [LABEL.program] : [])]),
    ],
    milestone: rotation?.milestone ?? null,
    epic: placement.epic,
    holder: placement.epic,
    holds: null,
    dueDate: result.span.end,
    assignees: result.owner === null ? [] : [result.owner],
    confidential: result.confidential,
  };
}

/** Two lines that say how a key result ends. The backslash is a line break. */
function footer(measure: Measure): string {
  const tick = measure.kind === 'count' ? 'Tick what is done, add evidence' : 'Add evidence';
  return [
    `_Done? ${tick} and close this issue. Not going to happen? Write an outcome, for example "won't do: reason", and close it._\\`,
    '_Closed by mistake? Reopen it: nothing is lost._',
  ].join('\n');
}

/** A user name that notifies nobody. */
const code = (username: string): Markdown => new Markdown(`\`${username.replaceAll('`', '')}\``);

const ROLE_NAMES = ['manager', 'mentor', 'intern'] as const;

const dutyOf = (duty: Duty): { do: string; points: string[] } =>
  typeof duty === 'string' ? { do: duty, points: [] } : duty;

const CHECKLISTS = [
  { cadence: 'before_the_start', slug: 'before-the-start', when: 'before the start' },
  { cadence: 'first_week', slug: 'first-week', when: 'in the first week' },
] as const;

function checklists(placement: Placement, cohort: Cohort, render: Render): WantedIssue[] {
  const people = { manager: placement.manager, mentor: placement.mentor, intern: placement.intern.username };
  return ROLE_NAMES.flatMap((name) =>
    CHECKLISTS.flatMap(({ cadence, slug, when }): WantedIssue[] => {
      const role = placement.program.roles[name];
      const list = role?.responsibilities[cadence] ?? [];
      if (!role || list.length === 0) return [];
      const items = list.map(dutyOf);
      const boxes = items.map((item) => markdownText(item.do));
      const key = `${placement.epic}/checklist/${name}/${slug}`;
      const detailed = items.filter((item) => item.points.length > 0);
      return [
        {
          kind: 'issue',
          key,
          role: 'checklist',
          title: titleText(`${capital(name)}, ${when}: check-list for ${placement.intern.name}`),
          text: render('checklist', {
            when,
            who: capital(name),
            program: placement.program.title,
            intern: placement.intern.name,
            detailed: detailed.length > 0,
            details: detailed,
          }),
          worksheet: seedBoxes(key, boxes),
          boxes,
          labels: [...commonLabels(placement, cohort), LABEL.checklist],
          milestone: null,
          epic: placement.epic,
          holder: placement.epic,
          holds: null,
          dueDate: cadence === 'first_week' ? placement.firstWeek.end : workdayBefore(placement.span.start),
          assignees: [people[name]],
          confidential: false,
        },
      ];
    }),
  );
}

function goals(placement: Placement, cohort: Cohort, render: Render): WantedIssue[] {
  return placement.goals.map((goal) => ({
    kind: 'issue',
    key: goal.issue,
    role: 'goal',
    title: titleText(goal.title),
    text: render('goal', {
      intern: placement.intern.name,
      program: placement.program.title,
      description: goal.description,
    }),
    worksheet: '- Evidence:',
    boxes: [],
    labels: [...commonLabels(placement, cohort), LABEL.goal],
    milestone: null,
    epic: placement.epic,
    holder: placement.epic,
    holds: null,
    dueDate: placement.span.end,
    assignees: [placement.intern.username],
    confidential: false,
  }));
}

const CADENCES = [
  { cadence: 'daily', when: 'daily' },
  { cadence: 'weekly', when: 'weekly' },
  { cadence: 'as_needed', when: 'as needed' },
] as const;

function epic(placement: Placement, cohort: Cohort, issues: string[], render: Render): WantedEpic {
  const { program, intern, span } = placement;
  const duties = ROLE_NAMES.flatMap((name) =>
    CADENCES.flatMap(({ cadence, when }) => {
      const items = (program.roles[name]?.responsibilities[cadence] ?? []).map(dutyOf);
      return items.length > 0 ? [{ who: capital(name), cadence: when, items }] : [];
    }),
  );
  const link = ({ title, url }: { title: string; url?: string | undefined }): Markdown | string =>
    url === undefined ? title : new Markdown(`[${markdownText(title)}](${linkTarget(url)})`);
  // Confidential key results are named only in their own issue.
  const shown = placement.keyResults.filter((result) => result.skipped === null);
  const changes = placement.keyResults.flatMap((result) =>
    result.confidential ? [] : result.changes.map((change) => `${result.title}: ${change}`),
  );
  const person = (name: string | null): Markdown => (name === null ? new Markdown('–') : code(name));
  return {
    kind: 'epic',
    key: placement.epic,
    title: titleText(`${program.title}: ${intern.name} (${placement.cohort})`),
    text: render('epic', {
      aim: program.aim,
      intern: new Markdown(
        intern.name === intern.username
          ? String(code(intern.username))
          : `${markdownText(intern.name)} ${code(intern.username)}`,
      ),
      manager: code(placement.manager),
      mentor: code(placement.mentor),
      when: shortSpan(span),
      source: program.source ? link(program.source) : null,
      hasRotations: placement.rotations.length > 0,
      rotations: placement.rotations.map((rotation) => ({
        when: shortSpan(rotation.span),
        title: rotation.title,
        mentor: person(rotation.mentor),
        manager: person(rotation.manager),
      })),
      gantt: gantt(placement),
      objectives: program.objectives.map((objective) => ({
        title: objective.title,
        keyResults: shown
          .filter(({ home }) => home.kind === 'objective' && home.key === objective.key)
          .map((result) => (result.confidential ? 'confidential' : result.title)),
      })),
      changed: changes.length > 0,
      changes,
      hasDuties: duties.length > 0,
      duties,
      hasLinks: cohort.links.length > 0,
      links: cohort.links.map(link),
    }),
    holds: { scorecardSeed: render('scorecard-seed', {}), issues },
    labels: commonLabels(placement, cohort),
    startDate: span.start,
    dueDate: span.end,
  };
}

/** GitLab draws at most 2,000 characters of Mermaid a page, all diagrams together (facts §12); rather none than a warning. */
const MERMAID_BUDGET = 1900;

/** A task's name: never empty, and never one of the diagram's own words. */
function taskName(title: string, index: number): string {
  const name = mermaidText(title);
  const own =
    /^(?:section|title|dateFormat|axisFormat|tickInterval|excludes|includes|todayMarker|weekday|weekend|click|gantt|accTitle|accDescr)\b/i;
  return name === '' || own.test(name) ? `${index + 1} ${name}`.trim() : name;
}

function gantt({ rotations }: Placement): Markdown | null {
  if (rotations.length === 0) return null;
  const text = [
    'gantt',
    '  dateFormat YYYY-MM-DD',
    '  axisFormat %d %b',
    ...rotations.map(
      ({ title, span }, index) => `  ${taskName(title, index)} : ${span.start}, ${addDays(span.end, 1)}`,
    ),
  ].join('\n');
  return text.length > MERMAID_BUDGET ? null : new Markdown(text);
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

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
