/** What was found on a page as a program template: keys, measures, schedule. What the page does not say is assumed, and told. */
import { shorten } from './fit.ts';
import { type Found, type Group, type Text, texts } from './found.ts';
import { from, type Gathered, type Path, use } from './gather.ts';
import { measureOf } from './measures.ts';
import { keyOf } from './names.ts';
import type { Lines, Page, Row } from './page.ts';
import { CONFIDENTIAL, NUMBERS, OPEN_SOURCE, PROJECTS, ROLES, WRITE_UP } from './phrases.ts';
import { pieces } from './prose.ts';
import { readWeeks } from './weeks.ts';

export interface ImportOptions {
  /** Take counts in titles for measures. */
  measures: boolean;
  /** The program's file, as the directory file names it. */
  program?: string;
}

export interface Imported {
  /** As it stands in the YAML file. */
  value: Record<string, unknown>;
  /** What the page does not say and was assumed. */
  assumed: string[];
  slots: Row[];
  alumni: Row[];
}

const LONGEST_TITLE = 180;
const LONGEST_LINE = 500;
const MOST_RESULTS = 20;
const MOST_AREAS = 30;
const MOST_OBJECTIVES = 20;

export function writeProgram(page: Page, found: Found, options: ImportOptions, gathered: Gathered): Imported {
  const assumed: string[] = [];
  const title = shorten(page.title ?? 'Imported program', LONGEST_TITLE);
  const keys = new Set<string>();
  const areaKeys = new Set<string>(['program']);
  const hasAreas = found.areas.length > 0;
  const list = (all: Text[], path: Path): string[] => {
    const points: string[] = [];
    for (const { text, linked = text, lines } of all) {
      const parts = pieces(linked);
      if (parts.length > 0) from(gathered, [...path, points.length], lines);
      points.push(...parts);
    }
    return points;
  };

  const isConfidential = (text: string, { from: at }: Lines): boolean => {
    if (!CONFIDENTIAL.test(text)) return false;
    assumed.push(
      `The key result of line ${at} is confidential, since it is about reports of vulnerabilities or incidents.`,
    );
    return true;
  };

  const resultsOf = (group: Group, path: Path): object[] =>
    group.results
      .filter(({ text }) => text !== '')
      .flatMap(({ text, lines }, at): object[] => {
        // Known before keys are made: thousands of one title would each look for a free one.
        if (at >= MOST_RESULTS) {
          const because = `at most ${MOST_RESULTS} key results stand together`;
          gathered.unknown.push({ lines, text, because });
          return [];
        }
        from(gathered, [...path, at], lines);
        const measure =
          options.measures || /^tbd$/i.test(text) ? measureOf(text, hasAreas) : measureOf('', false);
        const undefinedYet = measure.kind === 'to-be-defined';
        const name = undefinedYet ? `${group.text}, to be defined` : text;
        return [
          {
            key: keyOf(name, 'result', keys),
            title: shorten(undefinedYet ? `${shorten(group.text, 150)}: ${text}` : text, LONGEST_TITLE),
            ...(text.length > LONGEST_TITLE ? { description: text } : {}),
            measure,
            ...(isConfidential(text, lines) ? { confidential: true } : {}),
          },
        ];
      });

  const areaTitles: string[] = [];
  const areas = found.areas.map((area, at) => {
    from(gathered, ['areas', at], area.lines);
    const name = unique(
      shorten(area.text === '' ? `Area ${at + 1}` : area.text, LONGEST_TITLE - 10),
      areaTitles,
    );
    areaTitles.push(name);
    return {
      key: keyOf(name, 'area', areaKeys),
      title: name,
      key_results: resultsOf(area, ['areas', at, 'key_results']),
    };
  });
  const objectiveKeys = new Set<string>();
  const groups = found.objectives.length > 0 ? found.objectives : [emptyObjective(title, page)];
  const objectives = groups.map((objective, at) => {
    from(gathered, ['objectives', at], objective.lines);
    const name = shorten(objective.text === '' ? `Objective ${at + 1}` : objective.text, LONGEST_TITLE);
    const results = resultsOf(objective, ['objectives', at, 'key_results']);
    if (results.length === 0) {
      assumed.push(`"${name}" has no key result on the page; one is left to be defined.`);
      results.push({
        key: keyOf(`${name} to be defined`, 'result', keys),
        title: shorten(`${shorten(name, 150)}: to be defined`, LONGEST_TITLE),
        measure: { kind: 'to-be-defined' },
      });
    }
    return { key: keyOf(name, 'objective', objectiveKeys), title: name, key_results: results };
  });
  const schedule = scheduleOf(found, areas, assumed, gathered);
  if (found.areas.some((area) => area.weeks !== null) && found.weeks[0]) {
    // The areas say when; a table of weeks beside them stays as it is.
    const points = found.weeks.map(({ number, text, lines }) => ({ text: `${number}: ${text}`, lines }));
    found.background.push({ text: 'Weeks', lines: found.weeks[0].lines, prose: [], points });
  }
  const writeUp = objectives
    .slice(0, MOST_OBJECTIVES)
    .flatMap(({ key_results }) => key_results as { key: string; title: string }[])
    .find((result) => WRITE_UP.test(result.title));
  const applicationKeys = new Set<string>();
  const sections: Record<string, unknown> = {
    version: 1,
    key: keyOf(title, 'program', new Set()),
    title,
    aim: aimOf(page, found, title),
    source: { title: shorten(`${title}, handbook page`, LONGEST_LINE) },
    ...schedule,
    objectives,
    ...(writeUp ? { write_up: writeUp.key } : {}),
    ...(areas.length > 0 ? { areas } : {}),
    ...rolesOf(found, gathered, list),
    ...some('benefits', found.benefits, (each, at) => {
      from(gathered, ['benefits', at], each.for.lines);
      return {
        for: each.for.text,
        points: list(each.points, ['benefits', at, 'points']),
      };
    }),
    ...some('applications', found.applications, (each, at) => {
      from(gathered, ['applications', at], each.for.lines);
      return {
        key: applicationKey(each.for.text, applicationKeys),
        by: PROJECTS.test(each.for.text) ? 'project' : 'person',
        for: each.for.text,
        ...(each.prose.length > 0 ? { text: list(each.prose, ['applications', at, 'text']) } : {}),
        ...(each.steps.length > 0 ? { steps: list(each.steps, ['applications', at, 'steps']) } : {}),
      };
    }),
    ...some(
      'background',
      found.background.filter((each) => each.text !== '' || each.prose.length + each.points.length > 0),
      (each, at) => {
        from(gathered, ['background', at], each.lines);
        return {
          title: each.text === '' ? 'Before the first heading' : each.text,
          ...(each.prose.length > 0 ? { text: list(each.prose, ['background', at, 'text']) } : {}),
          ...(each.points.length > 0 ? { points: list(each.points, ['background', at, 'points']) } : {}),
        };
      },
    ),
  };
  for (const row of [...found.slots, ...found.alumni]) use(gathered, row.lines);
  return { value: sections, assumed, slots: found.slots, alumni: found.alumni };
}

/** What is typed on the command line: the role, or the kind of project. */
function applicationKey(title: string, taken: Set<string>): string {
  const role = ROLES.find(({ phrase }) => phrase.test(title))?.role;
  const known = OPEN_SOURCE.test(title) && PROJECTS.test(title) ? 'open-source-project' : role;
  if (known === undefined || taken.has(known)) return keyOf(title, 'application', taken);
  taken.add(known);
  return known;
}

const emptyObjective = (title: string, page: Page): Group => ({
  text: title,
  lines: page.root.lines,
  results: [],
  weeks: null,
});

const unique = (title: string, taken: string[]): string => {
  let found = title;
  for (let number = 2; taken.includes(found); number += 1) found = `${title} (${number})`;
  return found;
};

function some<T>(name: string, all: T[], write: (each: T, at: number) => object): Record<string, object[]> {
  return all.length === 0 ? {} : { [name]: all.map(write) };
}

/** The first sentences of the description, or of the page, that fit. */
function aimOf(page: Page, found: Found, title: string): string {
  const text = page.description ?? found.background.flatMap(({ prose }) => prose)[0]?.text ?? title;
  return shorten(text, LONGEST_LINE);
}

function scheduleOf(
  found: Found,
  areas: { key: string; title: string }[],
  assumed: string[],
  gathered: Gathered,
): object {
  const dated = found.areas.slice(0, MOST_AREAS).map((area, at) => ({ area, key: areas[at]?.key ?? '' }));
  if (dated.some(({ area }) => area.weeks !== null)) {
    const rotations = dated.map(({ area, key }, at) => {
      if (area.weeks === null) assumed.push(`"${area.text}" has no weeks on the page; one is assumed.`);
      from(gathered, ['rotations', at], area.lines);
      return { area: key, weeks: Math.min(Math.max(area.weeks?.count ?? 1, 1), 52) };
    });
    const first = dated.flatMap(({ area }) => area.weeks?.days ?? [])[0];
    if (first)
      assumed.push(
        `The page begins on ${first.day}.${first.month}. without a year; the cohort file says when.`,
      );
    return { rotations };
  }
  if (found.weeks.length > 0) {
    const taken = new Set<string>();
    const titles: string[] = [];
    const rotations = found.weeks.map(({ number, text, lines }, at) => {
      from(gathered, ['rotations', at], lines);
      const weeks = Math.min(Math.max(readWeeks(`week ${number}`)?.count ?? 1, 1), 52);
      const own = /^\d/.test(number) ? `Week ${number}` : number;
      const short = shorten(text.replace(/\.$/, ''), 100);
      const title = unique(short === '' ? own : `${own}: ${short}`, titles);
      titles.push(title);
      const description = text === '' ? {} : { description: text };
      return { key: keyOf(`week ${number}`, 'week', taken), title, ...description, weeks };
    });
    return { rotations };
  }
  const named = found.background
    .flatMap(({ prose }) => prose)
    .map(
      ({ text }) =>
        /\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ]weeks?\b/i.exec(text)?.[1],
    )
    .find((each) => each !== undefined);
  const weeks = named === undefined ? null : (NUMBERS[named.toLowerCase()] ?? Number(named));
  if (weeks !== null && weeks >= 1) return { weeks };
  assumed.push('The page names no length; 12 weeks are assumed.');
  return { weeks: 12 };
}

function rolesOf(found: Found, gathered: Gathered, list: (all: Text[], path: Path) => string[]): object {
  const roles = Object.entries(found.roles).map(([name, role]) => {
    const title = role.title ?? null;
    if (title) from(gathered, ['roles', name], title.lines);
    if (role.note) from(gathered, ['roles', name, 'note'], role.note.lines);
    const responsibilities = Object.entries(role.duties).map(([cadence, items]) => [
      cadence,
      items
        .filter(({ text }) => text !== '')
        .map((item, at): unknown => {
          const path = ['roles', name, 'responsibilities', cadence, at];
          from(gathered, path, item.lines);
          const points = list(texts(item.children), [...path, 'points']);
          const own = shorten(item.text.replace(/:$/, ''), LONGEST_LINE);
          if (points.length > 30)
            gathered.unknown.push({ ...item, because: `only 30 of its ${points.length} points fit` });
          return points.length > 0 ? { do: own, points: points.slice(0, 30) } : own;
        }),
    ]);
    return [
      name,
      {
        title: shorten(title?.text ?? `The ${name}`, LONGEST_LINE),
        ...(role.note ? { note: shorten(role.note.text, LONGEST_LINE) } : {}),
        responsibilities: Object.fromEntries(
          responsibilities.filter(([, items]) => (items as unknown[]).length > 0),
        ),
      },
    ];
  });
  return roles.length === 0 ? {} : { roles: Object.fromEntries(roles) };
}
