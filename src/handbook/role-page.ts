/**
 * A page that describes a role: levels with grade, responsibilities ("extends … plus") and requirements, a career ladder as
 * a Mermaid graph, performance indicators, the steps of hiring.
 */

import type { KINDS } from '../program/role-schema.ts';
import { oneLine } from '../text/plain-text.ts';
import { from, type Gathered, type Path, use } from './gather.ts';
import { keyOf } from './names.ts';
import { type Block, everyItem, everySection, type Lines, type Page, type Section } from './page.ts';
import { EXTENDS, GRADE, HIRING, INDICATORS, LEVELS, REQUIREMENTS, RESPONSIBILITIES } from './phrases.ts';
import { pieces } from './prose.ts';

type Kind = (typeof KINDS)[number];

interface Text {
  text: string;
  lines: Lines;
}

interface Level {
  section: Section;
  key: string;
  parts: Section[];
}

/** Two headings on requirements below others make a ladder. */
export function isRolePage({ root }: Page): boolean {
  const all = everySection(root);
  const asks = all.filter(({ title }) => REQUIREMENTS.test(title)).length;
  const grades = all.filter(({ title }) => GRADE.test(title)).length;
  return asks >= 2 && (grades > 0 || all.some(({ title }) => LEVELS.test(title)));
}

const LONGEST = 500;

const itemsOf = (blocks: Block[]): Text[] =>
  blocks.flatMap((block) =>
    block.kind === 'list' ? everyItem(block.items).map(({ text, lines }) => ({ text, lines })) : [],
  );

const proseOf = (blocks: Block[]): Text[] =>
  blocks.flatMap((block) => (block.kind === 'paragraph' ? [{ text: block.text, lines: block.lines }] : []));

/** How a requirement counts, by its words. What is neither years nor a trait is a skill. */
export function kindOf(whole: string): Kind {
  const text = whole.slice(0, LONGEST);
  if (/\b(?:minimum of|at least|\d+\+?)\s*\d*\s*\+?\s*years?\b/i.test(text)) return 'years';
  const trait =
    /\b(?:comfortable|willing(?:ness)?|communication skills|communicate|values|alignment|relationships|ambiguity|attitude|positive)\b/i;
  return trait.test(text) ? 'trait' : 'skill';
}

interface Lists {
  team: Text[];
  requirements: Text[];
  indicators: Text[];
  hiring: Text[];
}

type Background = { title: Text; text: Text[] }[];
type Ladder = { from: string; to: string; lines: Lines }[];

export function readRole(
  page: Page,
  gathered: Gathered,
): { value: Record<string, unknown>; assumed: string[] } {
  const assumed: string[] = [];
  const { root } = page;
  const title = page.title ?? 'Imported role';
  const around = everySection(root).find(({ title: name }) => LEVELS.test(name));
  const sections = around ? around.sections : levelSections(root);
  if (around) use(gathered, around.lines);
  const keys = new Set<string>();
  const levels = sections.map(
    (section): Level => ({
      section,
      key: keyOf(section.title, 'level', keys),
      parts: everySection(section).slice(1),
    }),
  );
  const taken = new Set<Section>([
    root,
    ...(around ? [around] : []),
    ...levels.flatMap(({ section }) => everySection(section)),
  ]);
  const ladder = everySection(root).flatMap(({ blocks }) =>
    blocks.flatMap((block) => ladderOf(block, gathered)),
  );
  const { lists, background } = sortSections(
    everySection(root).filter((section) => !taken.has(section)),
    gathered,
  );
  const requirementKeys = new Set<string>();
  const requirement = (each: Text, kind: Kind, path: Path): object => {
    from(gathered, path, each.lines);
    return { key: keyOf(each.text, kind, requirementKeys), text: each.text, kind };
  };
  const lines = (all: Text[], path: Path): string[] => {
    const found: string[] = [];
    for (const { text, lines: where } of all) {
      from(gathered, [...path, found.length], where);
      found.push(...pieces(text));
    }
    return found;
  };
  const value = {
    version: 1,
    role: keyOf(title.replace(/\s+[-–—]\s+.*$/, ''), 'role', new Set()),
    title,
    overview: lines(proseOf(root.blocks), ['overview']),
    ...some('team', lists.team, (all) => lines(all, ['team'])),
    ...some('requirements', lists.requirements, (all) =>
      all.map((each, at) => requirement(each, kindOf(each.text), ['requirements', at])),
    ),
    levels: levels.map((level, at) => levelOf(level, levels, ['levels', at], requirement, gathered, assumed)),
    ...some('ladder', ladder, (all) =>
      all.map(({ from: lower, to, lines: where }, at) => {
        from(gathered, ['ladder', at], where);
        return { from: lower, to };
      }),
    ),
    ...some('indicators', lists.indicators, (all) => lines(all, ['indicators'])),
    ...some('hiring', lists.hiring, (all) => lines(all, ['hiring'])),
    ...some('background', background, (all) =>
      all.map(({ title: heading, text }, at) => {
        from(gathered, ['background', at], heading.lines);
        return { title: heading.text, text: lines(text, ['background', at, 'text']) };
      }),
    ),
  };
  return { value, assumed };
}

/** A part of the file, left out when there is nothing in it. */
const some = <T>(name: string, all: T[], write: (all: T[]) => unknown): Record<string, unknown> =>
  all.length === 0 ? {} : { [name]: write(all) };

/** Steps of a career ladder that a block draws; what cannot be used of it is told. */
function ladderOf(block: Block, gathered: Gathered): Ladder {
  const drawn = edges(block);
  const tell = (where: Lines, text: string, because: string): number =>
    gathered.unknown.push({ lines: where, text, because });
  if (block.kind === 'code' && drawn.length > 0) {
    use(gathered, block.lines);
    const named = new Set(drawn.flatMap(({ from: lower, to }) => [lower, to]));
    for (const { text, lines } of loneNodes(block, named))
      tell(lines, text, 'no arrow of the ladder leads to it or from it');
  }
  if (block.kind === 'other')
    tell(block.lines, block.text, 'it is raw HTML or something else that is no text');
  if (block.kind === 'code' && drawn.length === 0)
    tell(block.lines, `${block.language} code`, 'it is no career ladder');
  if (block.kind === 'table')
    for (const row of block.rows) tell(row.lines, row.cells.join(' | '), 'a role has no tables');
  return drawn;
}

/** Sections outside of levels by what their headings say; the others are kept for readers. */
function sortSections(sections: Section[], gathered: Gathered): { lists: Lists; background: Background } {
  const lists: Lists = { team: [], requirements: [], indicators: [], hiring: [] };
  const background: Background = [];
  const known: [RegExp, Text[]][] = [
    [RESPONSIBILITIES, lists.team],
    [REQUIREMENTS, lists.requirements],
    [INDICATORS, lists.indicators],
    [HIRING, lists.hiring],
  ];
  for (const section of sections) {
    use(gathered, section.lines);
    const items = itemsOf(section.blocks);
    const target = known.find(([heading]) => heading.test(section.title))?.[1];
    target?.push(...items);
    const rest = [...proseOf(section.blocks), ...(target ? [] : items)];
    if (rest.length > 0)
      background.push({ title: { text: section.title, lines: section.lines }, text: rest });
  }
  return { lists, background };
}

/** Without a heading "Levels": the sections that have requirements of their own below them. */
function levelSections(root: Section): Section[] {
  return everySection(root).filter(
    (section) => section.depth > 0 && section.sections.some(({ title }) => REQUIREMENTS.test(title)),
  );
}

/** Without brackets, commas and the word for nothing. */
const bare = (title: string): string =>
  title
    .toLowerCase()
    .replace(/\(.*?\)/g, ' ')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();

function levelOf(
  { section, key, parts }: Level,
  all: Level[],
  path: Path,
  requirement: (each: Text, kind: Kind, path: Path) => object,
  gathered: Gathered,
  assumed: string[],
): object {
  from(gathered, path, section.lines);
  for (const part of parts) use(gathered, part.lines);
  const inPart = (phrase: RegExp): Section[] => [section, ...parts].filter(({ title }) => phrase.test(title));
  const gradeText = inPart(GRADE).flatMap(({ blocks }) => proseOf(blocks))[0];
  const grade = /\bgrade (\d{1,2})\b/i.exec(gradeText?.text ?? '')?.[1];
  if (gradeText) use(gathered, gradeText.lines);
  const about = proseOf(section.blocks);
  const reports = about.find(({ text }) => /\breports to\b/i.test(text));
  let lower: string | undefined;
  const responsibilities = inPart(RESPONSIBILITIES)
    .flatMap(({ blocks }) => itemsOf(blocks))
    .filter((item) => {
      const name = EXTENDS.exec(item.text)?.[1];
      if (name === undefined) return true;
      use(gathered, item.lines);
      const found = all.find((each) => bare(each.section.title) === bare(name));
      if (found) lower = found.key;
      else assumed.push(`"${section.title}" extends "${name}", which is no level of the page.`);
      return false;
    });
  const requirements = inPart(REQUIREMENTS).flatMap(({ blocks }) => itemsOf(blocks));
  const rest = about.filter((each) => each !== reports);
  for (const each of [...about]) use(gathered, each.lines);
  return {
    key,
    title: section.title,
    ...(grade === undefined ? {} : { grade: Number(grade) }),
    ...(reports
      ? {
          reports_to: reports.text
            .slice(0, LONGEST)
            .replace(/^.*\breports to\s+(?:the\s+)?/i, '')
            .replace(/\.$/, ''),
        }
      : {}),
    ...(lower === undefined ? {} : { extends: lower }),
    ...(rest.length > 0 ? { about: rest.map(({ text }) => text) } : {}),
    responsibilities: responsibilities.map((each, at) =>
      requirement(each, 'duty', [...path, 'responsibilities', at]),
    ),
    requirements: requirements.map((each, at) =>
      requirement(each, kindOf(each.text), [...path, 'requirements', at]),
    ),
  };
}

const NODE = /^([^\s([{]+)\s*(?:[([{]+\s*"?(.*?)"?\s*[)\]}]+)?$/;

/** `a(Name)-->b(Other name);` in a Mermaid graph. A node may be named once and used bare elsewhere. */
function edges(block: Block): { from: string; to: string; lines: Lines }[] {
  if (block.kind !== 'code' || block.language !== 'mermaid') return [];
  const names = new Map<string, string>();
  const node = (text: string): string => {
    const found = NODE.exec(text.trim());
    const id = found?.[1] ?? text.trim();
    if (found?.[2]) names.set(id, oneLine(found[2]));
    return id;
  };
  const pairs = block.text.split('\n').flatMap((raw, at) => {
    const ends = raw.replace(/;\s*$/, '').split(/\s*-{2,3}>(?:\|[^|]*\|)?\s*/);
    const where = { from: block.lines.from + 1 + at, to: block.lines.from + 1 + at };
    // A line of its own may name a node that others lead to.
    if (ends.length === 1) node(ends[0] ?? '');
    return ends.slice(1).map((to, index) => ({ from: node(ends[index] ?? ''), to: node(to), lines: where }));
  });
  const nameOf = (id: string): string => names.get(id) ?? oneLine(id);
  return pairs.map(({ from: lower, to, lines }) => ({ from: nameOf(lower), to: nameOf(to), lines }));
}

/** Nodes that stand on a line of their own and that no arrow touches. */
function loneNodes(block: Block & { kind: 'code' }, named: Set<string>): Text[] {
  return block.text.split('\n').flatMap((raw, at) => {
    const found = raw.includes('->') ? null : NODE.exec(raw.replace(/;\s*$/, '').trim());
    const name = oneLine(found?.[2] ?? '');
    const lines = { from: block.lines.from + 1 + at, to: block.lines.from + 1 + at };
    return name === '' || named.has(name) ? [] : [{ text: name, lines }];
  });
}
