/** What was found on a page as a program template: keys, measures, schedule. What the page does not say is assumed, and told. */

import { shorten } from './fit.ts';
import type { Found, Group, Text } from './found.ts';
import { from, type Gathered, type Path, some, use } from './gather.ts';
import { LONGEST_LINE, LONGEST_TITLE, MOST_OBJECTIVES, MOST_RESULTS } from './limits.ts';
import { measureOf } from './measures.ts';
import { keyOf, unique } from './names.ts';
import type { Lines, Page, Row } from './page.ts';
import { CONFIDENTIAL, OPEN_SOURCE, PROJECTS, ROLES, WRITE_UP } from './phrases.ts';
import { rolesOf, scheduleOf } from './program-schedule.ts';
import { pieces } from './prose.ts';

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

/** What the parts of a program have in common while they are written. */
interface Writing {
  page: Page;
  found: Found;
  options: ImportOptions;
  gathered: Gathered;
  assumed: string[];
  /** Keys of key results that are given away. */
  keys: Set<string>;
}

export function writeProgram(page: Page, found: Found, options: ImportOptions, gathered: Gathered): Imported {
  const assumed: string[] = [];
  const title = shorten(page.title ?? 'Imported program', LONGEST_TITLE);
  const writing: Writing = { page, found, options, gathered, assumed, keys: new Set() };
  const areas = areasOf(writing);
  const objectives = objectivesOf(title, writing);
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
  const value: Record<string, unknown> = {
    version: 1,
    key: keyOf(title, 'program', new Set()),
    title,
    aim: aimOf(page, found, title),
    source: { title: shorten(`${title}, handbook page`, LONGEST_LINE) },
    ...schedule,
    objectives,
    ...(writeUp ? { write_up: writeUp.key } : {}),
    ...(areas.length > 0 ? { areas } : {}),
    ...rolesOf(found, gathered, (all, path) => listOf(all, path, gathered)),
    ...surroundingsOf(found, gathered),
  };
  for (const row of [...found.slots, ...found.alumni]) use(gathered, row.lines);
  return { value, assumed, slots: found.slots, alumni: found.alumni };
}

/** Points of a list, each with the lines that it came from. */
function listOf(all: Text[], path: Path, gathered: Gathered): string[] {
  const points: string[] = [];
  for (const { text, linked = text, lines } of all) {
    const parts = pieces(linked);
    if (parts.length > 0) from(gathered, [...path, points.length], lines);
    points.push(...parts);
  }
  return points;
}

function resultsOf(group: Group, path: Path, writing: Writing): object[] {
  const { gathered, options, found, keys } = writing;
  return group.results
    .filter(({ text }) => text !== '')
    .flatMap(({ text, linked = text, lines }, at): object[] => {
      // Known before keys are made: thousands of one title would each look for a free one.
      if (at >= MOST_RESULTS) {
        const because = `at most ${MOST_RESULTS} key results stand together`;
        gathered.unknown.push({ lines, text, because });
        return [];
      }
      from(gathered, [...path, at], lines);
      const measure =
        options.measures || /^tbd$/i.test(text)
          ? measureOf(text, found.areas.length > 0)
          : measureOf('', false);
      const undefinedYet = measure.kind === 'to-be-defined';
      const name = undefinedYet ? `${group.text}, to be defined` : text;
      return [
        {
          key: keyOf(name, 'result', keys),
          title: shorten(undefinedYet ? `${shorten(group.text, 150)}: ${text}` : text, LONGEST_TITLE),
          ...(text.length > LONGEST_TITLE || linked !== text ? { description: linked } : {}),
          measure,
          ...(isOptional(text, lines, writing) ? { weight: 0 } : {}),
          ...(isConfidential(text, lines, writing) ? { confidential: true } : {}),
        },
      ];
    });
}

/** Words that make a point optional, and groups that are for some people only. */
const OPTIONAL = /\(optional\b|^optional\b|\bstretch goal\b|\(stretch\)/i;
const FOR_SOME =
  /^(?:if you\b|only (?:for|if)\b|for (?!the\b|all\b|every)|role:|non[- ]|students\b|interns? (?:who|with)\b|managers?\b|developers?\b|engineers?\b|designers?\b)/i;

function isOptional(text: string, { from: at }: Lines, { assumed }: Writing): boolean {
  if (!OPTIONAL.test(text)) return false;
  assumed.push(`The key result of line ${at} is optional: it has the weight 0 and counts in no score.`);
  return true;
}

/** Who a group is for is for a person to say: `when` with an attribute, or a skip in the cohort. */
function tellWhom({ text, lines }: Group, { assumed }: Writing): void {
  if (FOR_SOME.test(text))
    assumed.push(
      `"${shorten(text, 80)}" (line ${lines.from}) may be for only some people: its key results apply to everybody until they say when.`,
    );
}

function isConfidential(text: string, { from: at }: Lines, { assumed }: Writing): boolean {
  if (!CONFIDENTIAL.test(text)) return false;
  assumed.push(
    `The key result of line ${at} is confidential, since it is about reports of vulnerabilities or incidents.`,
  );
  return true;
}

function areasOf(writing: Writing): { key: string; title: string; key_results: object[] }[] {
  const taken = new Set<string>(['program']);
  const titles = new Set<string>();
  return writing.found.areas.map((area, at) => {
    from(writing.gathered, ['areas', at], area.lines);
    const name = shorten(area.text === '' ? `Area ${at + 1}` : area.text, LONGEST_TITLE - 10);
    const title = unique(name, titles);
    return {
      key: keyOf(title, 'area', taken),
      title,
      key_results: resultsOf(area, ['areas', at, 'key_results'], writing),
    };
  });
}

function objectivesOf(
  title: string,
  writing: Writing,
): { key: string; title: string; key_results: object[] }[] {
  const { found, page, gathered, assumed, keys } = writing;
  const taken = new Set<string>();
  const groups = found.objectives.length > 0 ? found.objectives : [emptyObjective(title, page)];
  return groups.map((objective, at) => {
    from(gathered, ['objectives', at], objective.lines);
    tellWhom(objective, writing);
    const name = shorten(objective.text === '' ? `Objective ${at + 1}` : objective.text, LONGEST_TITLE);
    const results = resultsOf(objective, ['objectives', at, 'key_results'], writing);
    if (results.length === 0) {
      assumed.push(`"${name}" has no key result on the page; one is left to be defined.`);
      results.push({
        key: keyOf(`${name} to be defined`, 'result', keys),
        title: shorten(`${shorten(name, 150)}: to be defined`, LONGEST_TITLE),
        measure: { kind: 'to-be-defined' },
      });
    }
    return { key: keyOf(name, 'objective', taken), title: name, key_results: results };
  });
}

/** What stands around objectives and areas: benefits, applications, and what is kept for readers. */
function surroundingsOf(found: Found, gathered: Gathered): Record<string, unknown> {
  const taken = new Set<string>();
  const list = (all: Text[], path: Path): string[] => listOf(all, path, gathered);
  return {
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
        key: applicationKey(each.for.text, taken),
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

/** The first sentences of the description, or of the page, that fit. */
function aimOf(page: Page, found: Found, title: string): string {
  const text = page.description ?? found.background.flatMap(({ prose }) => prose)[0]?.text ?? title;
  return shorten(text, LONGEST_LINE);
}
