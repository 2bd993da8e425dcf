/**
 * A page that describes a program: objectives and key results, functional areas with their weeks, duties by cadence, goals as
 * a list, a table of weeks, benefits, how to apply. Shapes are known by structure and by the phrases of phrases.ts. What is
 * prose stays as background; what is nothing of this is told.
 */

import type { Background, Found, Text } from './found.ts';
import { type Gathered, use } from './gather.ts';
import type { Block, Page, Section } from './page.ts';
import { APPLY, BENEFITS, GOALS, KEY_RESULT, RESPONSIBILITIES, ROLES } from './phrases.ts';
import { cadenceOf, cut, groupOf, LONGEST_PHRASE, type Reading } from './program-groups.ts';
import { applicationOf, readList, readTable, roleOf } from './program-lists.ts';

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

/** A page in other words or another language: headings are objectives, the items below them key results. */
function fromBackground(found: Found): void {
  for (const each of found.background) {
    if (each.points.length === 0 || each.text === '') continue;
    found.objectives.push({ text: each.text, lines: each.lines, results: each.points, weeks: null });
    each.points = [];
    if (each.prose.length === 0) each.text = '';
  }
}
