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
  const background: { title: Text; text: Text[] }[] = [];
  const lists: Record<'team' | 'requirements' | 'indicators' | 'hiring', Text[]> = {
    team: [],
    requirements: [],
    indicators: [],
    hiring: [],
  };
  const ladder: { from: string; to: string; lines: Lines }[] = [];
  for (const section of everySection(root)) {
    for (const block of section.blocks) {
      const drawn = edges(block);
      ladder.push(...drawn);
      if (block.kind === 'code' && drawn.length > 0) {
        use(gathered, block.lines);
        const named = new Set(drawn.flatMap(({ from: lower, to }) => [lower, to]));
        for (const { text, lines } of loneNodes(block, named))
          gathered.unknown.push({ lines, text, because: 'no arrow of the ladder leads to it or from it' });
      }
      if (block.kind === 'other')
        gathered.unknown.push({ ...block, because: 'it is raw HTML or something else that is no text' });
      if (block.kind === 'code' && drawn.length === 0)
        gathered.unknown.push({
          ...block,
          text: `${block.language} code`,
          because: 'it is no career ladder',
        });
      if (block.kind === 'table') {
        for (const row of block.rows)
          gathered.unknown.push({
            lines: row.lines,
            text: row.cells.join(' | '),
            because: 'a role has no tables',
          });
      }
    }
    if (taken.has(section)) continue;
    use(gathered, section.lines);
    const items = itemsOf(section.blocks);
    const target = RESPONSIBILITIES.test(section.title)
      ? lists.team
      : REQUIREMENTS.test(section.title)
        ? lists.requirements
        : INDICATORS.test(section.title)
          ? lists.indicators
          : HIRING.test(section.title)
            ? lists.hiring
            : null;
    target?.push(...items);
    const rest = [...proseOf(section.blocks), ...(target ? [] : items)];
    if (rest.length > 0)
      background.push({ title: { text: section.title, lines: section.lines }, text: rest });
  }
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
    ...(lists.team.length > 0 ? { team: lines(lists.team, ['team']) } : {}),
    ...(lists.requirements.length > 0
      ? {
          requirements: lists.requirements.map((each, at) =>
            requirement(each, kindOf(each.text), ['requirements', at]),
          ),
        }
      : {}),
    levels: levels.map((level, at) => levelOf(level, levels, ['levels', at], requirement, gathered, assumed)),
    ...(ladder.length > 0
      ? {
          ladder: ladder.map(({ from: lower, to, lines: where }, at) => {
            from(gathered, ['ladder', at], where);
            return { from: lower, to };
          }),
        }
      : {}),
    ...(lists.indicators.length > 0 ? { indicators: lines(lists.indicators, ['indicators']) } : {}),
    ...(lists.hiring.length > 0 ? { hiring: lines(lists.hiring, ['hiring']) } : {}),
    ...(background.length > 0
      ? {
          background: background.map(({ title: heading, text }, at) => {
            from(gathered, ['background', at], heading.lines);
            return { title: heading.text, text: lines(text, ['background', at, 'text']) };
          }),
        }
      : {}),
  };
  return { value, assumed };
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
