/**
 * A page that describes a program: objectives and key results, functional areas with their weeks, duties by cadence, goals as
 * a list, a table of weeks, benefits, how to apply. Shapes are known by structure and by the phrases of phrases.ts. What is
 * prose stays as background; what is nothing of this is told.
 */

import { type Background, type Found, type Group, type Text, texts } from './found.ts';
import { type Gathered, use } from './gather.ts';
import type { Block, Item, Page, Row, Section } from './page.ts';
import {
  APPLY,
  AREA,
  BENEFITS,
  CADENCES,
  type Cadence,
  GOALS,
  KEY_RESULT,
  OBJECTIVE,
  RESPONSIBILITIES,
  ROLES,
  type RoleName,
  TABLES,
  WEEKS,
} from './phrases.ts';
import { readWeeks } from './weeks.ts';

/** What is open while the blocks of a page go by. */
interface Reading {
  group: Group | null;
  role: RoleName | null;
  cadence: Cadence | null;
  goals: Text | null;
  within: 'benefits' | 'applications' | null;
}

export function readProgram(page: Page, gathered: Gathered): Found {
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
  return found;
}

/** No line that begins something is longer. */
const LONGEST_PHRASE = 500;

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
      if (block.text.length <= LONGEST_PHRASE && GOALS.test(block.text) && next?.kind === 'list') {
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
