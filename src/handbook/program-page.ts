/**
 * A page that describes a program: objectives and key results, functional areas with their weeks, duties by cadence, goals as
 * a list, a table of weeks, benefits, how to apply. Shapes are known by structure and by the phrases of phrases.ts. What is
 * prose stays as background; what is nothing of this is told.
 */
import { shorten } from './fit.ts';
import { from, type Gathered, type Path, use } from './gather.ts';
import { measureOf } from './measures.ts';
import { keyOf } from './names.ts';
import { type Block, everyItem, type Item, type Lines, type Page, type Row, type Section } from './page.ts';
import {
  APPLY,
  AREA,
  BENEFITS,
  CADENCES,
  type Cadence,
  CONFIDENTIAL,
  GOALS,
  KEY_RESULT,
  NUMBERS,
  OBJECTIVE,
  OPEN_SOURCE,
  PROJECTS,
  RESPONSIBILITIES,
  ROLES,
  type RoleName,
  TABLES,
  WEEKS,
  WRITE_UP,
} from './phrases.ts';
import { pieces } from './prose.ts';
import { readWeeks, type Weeks } from './weeks.ts';

interface Text {
  text: string;
  /** With the addresses of its links, for texts that people act upon. */
  linked?: string;
  lines: Lines;
}

interface Group extends Text {
  results: Text[];
  weeks: Weeks | null;
}

interface Background extends Text {
  prose: Text[];
  points: Text[];
}

interface Found {
  objectives: Group[];
  areas: Group[];
  weeks: { number: string; text: string; lines: Lines }[];
  roles: Partial<
    Record<RoleName, { title: Text | null; note: Text | null; duties: Partial<Record<Cadence, Item[]>> }>
  >;
  benefits: { for: Text; points: Text[] }[];
  applications: { for: Text; prose: Text[]; steps: Text[] }[];
  background: Background[];
  slots: Row[];
  alumni: Row[];
}

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

/** What is open while the blocks of a page go by. */
interface Reading {
  group: Group | null;
  role: RoleName | null;
  cadence: Cadence | null;
  goals: Text | null;
  within: 'benefits' | 'applications' | null;
}

export function readProgram(page: Page, options: ImportOptions, gathered: Gathered): Imported {
  const found: Found = {
    objectives: [],
    areas: [],
    weeks: [],
    roles: {},
    benefits: [],
    applications: [],
    background: [],
    slots: [],
    alumni: [],
  };
  readSection(
    page.root,
    { group: null, role: null, cadence: null, goals: null, within: null },
    found,
    gathered,
  );
  if (found.objectives.every(({ results }) => results.length === 0)) fromBackground(found);
  return write(page, found, options, gathered);
}

const cut = (text: string, phrase: RegExp): string => text.replace(phrase, '').trim();

/** A heading may be what elsewhere is a bold line, so it is looked at in the same way. */
function readSection(section: Section, above: Reading, found: Found, gathered: Gathered): void {
  const { title, lines } = section;
  const heading: Text = { text: title, lines };
  const reading: Reading = { ...above, goals: null };
  const role = ROLES.find(({ phrase }) => phrase.test(title))?.role ?? null;
  if (section.depth > 0) {
    if (RESPONSIBILITIES.test(title)) reading.role = role;
    reading.cadence = cadenceOf(title) ?? (RESPONSIBILITIES.test(title) ? null : reading.cadence);
    if (BENEFITS.test(title)) reading.within = 'benefits';
    else if (APPLY.test(title)) reading.within = 'applications';
    const group = groupOf(heading, found);
    if (group) reading.group = group;
    else if (!/^key results?\b/i.test(title)) reading.group = section.depth > 2 ? reading.group : null;
  }
  const background: Background = { ...heading, prose: [], points: [] };
  const place = found.background.length;
  found.background.push(background);
  const known = { ...reading };
  section.blocks.forEach((block, at) => {
    readBlock(block, section.blocks[at + 1], section, known, found, background, gathered);
  });
  let within = known.within;
  for (const below of section.sections) {
    readSection(below, { ...known, within, goals: null }, found, gathered);
    // A heading without anything below it speaks for the next one.
    const alone = below.blocks.length + below.sections.length === 0;
    if (alone && BENEFITS.test(below.title)) within = 'benefits';
    else if (alone && APPLY.test(below.title)) within = 'applications';
    else if (!alone) within = known.within;
  }
  // A heading is kept with what stands below it; one that has nothing at all is kept alone.
  const empty = background.prose.length + background.points.length === 0;
  const bare = section.blocks.length + section.sections.length === 0;
  if (section.depth > 0) use(gathered, lines);
  if (empty && (section.depth === 0 || !bare)) found.background[place] = { ...background, text: '' };
}

function cadenceOf(text: string): Cadence | null {
  const plain = text.replace(/[:*]+$/, '').trim();
  return plain.length > 60 ? null : (CADENCES.find(({ phrase }) => phrase.test(plain))?.cadence ?? null);
}

/** An objective or an area, begun by a line or a heading. */
function groupOf({ text, lines }: Text, found: Found): Group | null {
  if (OBJECTIVE.test(text)) {
    const group: Group = { text: cut(text, OBJECTIVE), lines, results: [], weeks: null };
    found.objectives.push(group);
    return group;
  }
  if (!AREA.test(text)) return null;
  const title = cut(text, AREA);
  const tail = WEEKS.exec(title);
  const weeks = tail ? readWeeks(tail[1] ?? '') : null;
  const group: Group = {
    text: weeks && tail ? title.slice(0, tail.index).trim() : title,
    lines,
    results: [],
    weeks,
  };
  found.areas.push(group);
  return group;
}

function readBlock(
  block: Block,
  next: Block | undefined,
  section: Section,
  reading: Reading,
  found: Found,
  background: Background,
  gathered: Gathered,
): void {
  switch (block.kind) {
    case 'paragraph': {
      if (/^\{:.*\}$/.test(block.text)) {
        gathered.unknown.push({ ...block, because: 'it is an instruction to the site' });
        return;
      }
      const group = groupOf(block, found);
      if (group) {
        reading.group = group;
        return;
      }
      if (KEY_RESULT.test(block.text) && reading.group) {
        reading.group.results.push({ text: cut(block.text, KEY_RESULT), lines: block.lines });
        return;
      }
      const cadence = reading.role === null ? null : cadenceOf(block.text);
      if (cadence) {
        reading.cadence = cadence;
        use(gathered, block.lines);
        return;
      }
      if (reading.role !== null && reading.cadence === null && RESPONSIBILITIES.test(section.title)) {
        const role = roleOf(found, reading.role);
        if (role.note === null) {
          role.note = { text: block.text, lines: block.lines };
          return;
        }
      }
      if (block.text.length <= LONGEST_LINE && GOALS.test(block.text) && next?.kind === 'list') {
        reading.goals = { text: block.text.replace(/:$/, ''), lines: block.lines };
        return;
      }
      if (reading.within === 'applications' && section.sections.length === 0) {
        applicationOf(section, found).prose.push(block);
        return;
      }
      background.prose.push(block);
      return;
    }
    case 'list':
      readList(block.items, section, reading, found, background, gathered);
      return;
    case 'table':
      readTable(block.rows, found, background, gathered);
      return;
    case 'code':
      gathered.unknown.push({
        ...block,
        text: `${block.language} code`,
        because: 'code is not part of a program',
      });
      return;
    case 'other':
      gathered.unknown.push({
        ...block,
        because: 'it is raw HTML, a footnote or something else that is no text',
      });
      return;
  }
}

function roleOf(found: Found, name: RoleName): NonNullable<Found['roles'][RoleName]> {
  found.roles[name] ??= { title: null, note: null, duties: {} };
  return found.roles[name] as NonNullable<Found['roles'][RoleName]>;
}

function applicationOf({ title, lines }: Section, found: Found): Found['applications'][number] {
  let one = found.applications.find((each) => each.for.lines.from === lines.from);
  if (!one) {
    one = { for: { text: title === '' ? 'Everybody' : title, lines }, prose: [], steps: [] };
    found.applications.push(one);
  }
  return one;
}

const texts = (items: Item[]): Text[] =>
  everyItem(items)
    .filter(({ text }) => text !== '')
    .map(({ text, linked, lines }) => ({ text, linked, lines }));

function readList(
  items: Item[],
  section: Section,
  reading: Reading,
  found: Found,
  background: Background,
  gathered: Gathered,
): void {
  const contents = items.filter(({ text }) => /^toc$|^\{:toc/i.test(text.replace(/\s*\{:.*$/, '')));
  for (const item of contents)
    gathered.unknown.push({ ...item, because: 'a table of contents is made by the site' });
  const rest = items.filter((item) => !contents.includes(item));
  if (texts(rest).length === 0) return;
  // Objectives as items, their key results below them.
  if (rest.some(({ text }) => OBJECTIVE.test(text) || AREA.test(text))) {
    for (const item of rest) {
      const group = groupOf(item, found);
      if (group) {
        reading.group = group;
        for (const each of texts(item.children))
          group.results.push({ ...each, text: cut(each.text, KEY_RESULT) });
      } else if (reading.group)
        reading.group.results.push({ text: cut(item.text, KEY_RESULT), lines: item.lines });
    }
    return;
  }
  const marked = rest.some(({ text }) => KEY_RESULT.test(text));
  if (reading.group && (marked || reading.group.results.length === 0)) {
    for (const each of texts(rest)) reading.group.results.push({ ...each, text: cut(each.text, KEY_RESULT) });
    return;
  }
  if (reading.goals) {
    found.objectives.push({ ...reading.goals, results: texts(rest), weeks: null });
    reading.goals = null;
    return;
  }
  if (reading.role !== null) {
    const role = roleOf(found, reading.role);
    const cadence = reading.cadence ?? 'as_needed';
    role.duties[cadence] = [...(role.duties[cadence] ?? []), ...rest];
    return;
  }
  if (/^roles?$/i.test(section.title)) {
    for (const item of rest) {
      // The word behind the dash says which role it is.
      const name = ROLES.find(({ phrase }) => phrase.test(item.text.split(/\s[-–—]\s/).at(-1) ?? ''))?.role;
      if (name)
        roleOf(found, name).title = { text: item.text.split(/\s[-–—]\s/)[0] ?? item.text, lines: item.lines };
      else background.points.push({ text: item.text, lines: item.lines });
    }
    return;
  }
  if (reading.within === 'benefits') {
    const before = found.benefits.find((each) => each.for.lines.from === section.lines.from);
    const short = section.title.replace(/^for\s+(?:the\s+)?/i, '');
    const title = short === '' ? section.title : short;
    if (before) before.points.push(...texts(rest));
    else found.benefits.push({ for: { text: title, lines: section.lines }, points: texts(rest) });
    return;
  }
  if (reading.within === 'applications') {
    applicationOf(section, found).steps.push(...texts(rest));
    return;
  }
  background.points.push(...texts(rest));
}

function readTable(rows: Row[], found: Found, background: Background, gathered: Gathered): void {
  const [head, ...body] = rows;
  const names = head?.cells ?? [];
  const has = (phrase: RegExp): boolean => names.some((name) => phrase.test(name));
  if (head && TABLES.week.test(names[0] ?? '')) {
    use(gathered, head.lines);
    for (const { cells, lines } of body)
      found.weeks.push({
        number: cells[0] ?? '',
        text: cells
          .slice(1)
          .filter((cell) => cell !== '')
          .join(' – '),
        lines,
      });
  } else if (has(TABLES.intern) && has(TABLES.timeFrame)) found.alumni.push(...rows);
  else if (has(TABLES.timeFrame)) found.slots.push(...rows);
  else {
    for (const { cells, lines } of rows) background.points.push({ text: cells.join(' | '), lines });
  }
}

/** A page in other words or another language: headings are objectives, the items below them key results. */
function fromBackground(found: Found): void {
  for (const each of found.background) {
    if (each.points.length === 0 || each.text === '') continue;
    found.objectives.push({ text: each.text, lines: each.lines, results: each.points, weeks: null });
    each.points = [];
    if (each.prose.length === 0) each.text = '';
  }
}

// ---- the file ---------------------------------------------------------------------------------------------------

const LONGEST_TITLE = 180;
const LONGEST_LINE = 500;
const MOST_RESULTS = 20;
const MOST_POINTS = 50;
const MOST_AREAS = 30;
const MOST_OBJECTIVES = 20;

function write(page: Page, found: Found, options: ImportOptions, gathered: Gathered): Imported {
  const assumed: string[] = [];
  const title = shorten(page.title ?? 'Imported program', LONGEST_TITLE);
  const keys = new Set<string>();
  const areaKeys = new Set<string>(['program']);
  const hasAreas = found.areas.length > 0;
  const tooMuch = (lines: Lines, text: string, because: string): number =>
    gathered.unknown.push({ lines, text, because });

  const line = (text: string, lines: Lines): string => {
    if (text.length > LONGEST_LINE)
      tooMuch(lines, text, `only its first ${LONGEST_LINE} characters were taken`);
    return shorten(text, LONGEST_LINE);
  };
  const list = (all: Text[], path: Path): string[] => {
    const points: string[] = [];
    for (const { text, linked = text, lines } of all) {
      const parts = pieces(linked);
      if (points.length + parts.length > MOST_POINTS) {
        if (text !== '') tooMuch(lines, text, `a list has at most ${MOST_POINTS} points`);
        continue;
      }
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
    group.results.flatMap(({ text, lines }, at): object[] => {
      if (text === '') return [];
      if (at >= MOST_RESULTS) {
        tooMuch(lines, text, `at most ${MOST_RESULTS} key results stand together`);
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
          ...(text.length > LONGEST_TITLE ? { description: line(text, lines) } : {}),
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
  const schedule = scheduleOf(found, areas, assumed, gathered, line);
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
        for: line(each.for.text, each.for.lines),
        points: list(each.points, ['benefits', at, 'points']),
      };
    }),
    ...some('applications', found.applications, (each, at) => {
      from(gathered, ['applications', at], each.for.lines);
      return {
        key: applicationKey(each.for.text, applicationKeys),
        by: PROJECTS.test(each.for.text) ? 'project' : 'person',
        for: line(each.for.text, each.for.lines),
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
          title: line(each.text === '' ? 'Before the first heading' : each.text, each.lines),
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
  line: (text: string, lines: Lines) => string,
): object {
  const placed = found.areas.slice(0, MOST_AREAS).map((area, at) => ({ area, key: areas[at]?.key ?? '' }));
  if (placed.some(({ area }) => area.weeks !== null)) {
    const rotations = placed.map(({ area, key }, at) => {
      if (area.weeks === null) assumed.push(`"${area.text}" has no weeks on the page; one is assumed.`);
      from(gathered, ['rotations', at], area.lines);
      return { area: key, weeks: Math.min(Math.max(area.weeks?.count ?? 1, 1), 52) };
    });
    const first = placed.flatMap(({ area }) => area.weeks?.days ?? [])[0];
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
      const description = text === '' ? {} : { description: line(text, lines) };
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
      items.flatMap((item, at): unknown[] => {
        if (item.text === '') return [];
        const path = ['roles', name, 'responsibilities', cadence, at];
        from(gathered, path, item.lines);
        const points = list(texts(item.children), [...path, 'points']);
        const own = shorten(item.text.replace(/:$/, ''), LONGEST_LINE);
        if (points.length > 30)
          gathered.unknown.push({ ...item, because: `only 30 of its ${points.length} points fit` });
        return [points.length > 0 ? { do: own, points: points.slice(0, 30) } : own];
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
