/**
 * A handbook page as a tree of sections with their blocks, each with the lines it stands on. Markdown is read by remark; what
 * it cannot know (tables whose delimiter row was forgotten) is put right here. Texts are kept as they are, on one line.
 */
import type { List, Nodes as Node, Root, RootContent, TableCell } from 'mdast';
import { toString as textOf } from 'mdast-util-to-string';
import remarkFrontmatter from 'remark-frontmatter';
import remarkGfm from 'remark-gfm';
import remarkParse from 'remark-parse';
import { unified } from 'unified';
import { parse as parseYaml } from 'yaml';
import { oneLine } from '../text/plain-text.ts';

/** First and last line in the page, from 1. */
export interface Lines {
  from: number;
  to: number;
}

export interface Item {
  kind: 'item';
  text: string;
  /** The same with the addresses of its links. */
  linked: string;
  children: Item[];
  lines: Lines;
}

export interface Row {
  kind: 'row';
  cells: string[];
  lines: Lines;
}

export type Block =
  | { kind: 'paragraph'; text: string; linked: string; lines: Lines }
  | { kind: 'list'; ordered: boolean; items: Item[]; lines: Lines }
  | { kind: 'table'; rows: Row[]; lines: Lines }
  | { kind: 'code'; language: string; text: string; lines: Lines }
  | { kind: 'other'; text: string; lines: Lines };

export interface Section {
  /** 0 for what comes before the first heading. */
  depth: number;
  title: string;
  lines: Lines;
  blocks: Block[];
  sections: Section[];
}

export interface Page {
  /** Of the front matter, or the first heading of depth 1. */
  title: string | null;
  description: string | null;
  root: Section;
}

const linesOf = (node: {
  position?: { start: { line: number }; end: { line: number } } | undefined;
}): Lines => ({
  from: node.position?.start.line ?? 1,
  to: node.position?.end.line ?? 1,
});

const flat = (node: unknown): string => oneLine(textOf(node).replace(/\s+/g, ' '));

export function readPage(source: string): Page {
  const tree = unified()
    .use(remarkParse)
    .use(remarkGfm)
    .use(remarkFrontmatter)
    .parse(source.replace(/^\uFEFF/, '')) as Root;
  const root: Section = { depth: 0, title: '', lines: { from: 1, to: 1 }, blocks: [], sections: [] };
  const open = [root];
  const rows = source.split('\n');
  let front: Record<string, unknown> = {};
  for (const node of tree.children) {
    if (node.type === 'yaml') {
      front = frontMatter(node.value);
      continue;
    }
    if (node.type === 'heading') {
      const section: Section = {
        depth: node.depth,
        // A heading without words is a heading all the same.
        title: flat(node) === '' ? 'Untitled' : flat(node),
        lines: linesOf(node),
        blocks: [],
        sections: [],
      };
      while ((open.at(-1)?.depth ?? 0) >= node.depth) open.pop();
      open.at(-1)?.sections.push(section);
      open.push(section);
      continue;
    }
    const block = blockOf(node, rows);
    if (block) open.at(-1)?.blocks.push(block);
  }
  const first = root.sections.find(({ depth }) => depth === 1);
  return {
    title: word(front.title) ?? word(first?.title),
    description: word(front.description),
    root,
  };
}

const word = (value: unknown): string | null =>
  typeof value === 'string' && oneLine(value) !== '' ? oneLine(value) : null;

/** What cannot be read as YAML is no front matter of ours. */
function frontMatter(text: string): Record<string, unknown> {
  try {
    const value: unknown = parseYaml(text, { maxAliasCount: 0 });
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function blockOf(node: RootContent, source: string[]): Block | null {
  const lines = linesOf(node);
  switch (node.type) {
    case 'paragraph': {
      const raw = source.slice(lines.from - 1, lines.to);
      const rows = pipeRows(raw, lines.from);
      if (rows) return { kind: 'table', rows, lines };
      const text = flat(node);
      return text === '' ? null : { kind: 'paragraph', text, linked: linked(node), lines };
    }
    case 'list':
      return { kind: 'list', ordered: node.ordered === true, items: itemsOf(node), lines };
    case 'table':
      return {
        kind: 'table',
        rows: node.children.map((row) => ({
          kind: 'row' as const,
          cells: row.children.map(cellText),
          lines: linesOf(row),
        })),
        lines,
      };
    case 'code':
      return { kind: 'code', language: oneLine(node.lang ?? ''), text: node.value, lines };
    case 'blockquote': {
      const text = flat(node);
      return text === '' ? null : { kind: 'paragraph', text, linked: linked(node), lines };
    }
    case 'html':
      // Our own markers, between which tables are kept up to date.
      return /^<!--\s*kickoff:(?:begin|end)\b[^>]*-->$/.test(node.value.trim())
        ? null
        : { kind: 'other', text: flat(node), lines };
    case 'thematicBreak':
    case 'definition':
      return null;
    default: {
      const text = flat(node);
      return text === '' ? null : { kind: 'other', text, lines };
    }
  }
}

/** Words with the addresses of links to other places behind them; a link within a site leads nowhere from here. */
function withAddresses(node: Node, write: (words: string, url: string) => string): string {
  const told = (part: Node): string => {
    const url = 'url' in part && part.type === 'link' ? part.url : '';
    if (/^https?:/.test(url) && textOf(part) !== url) return write(textOf(part), url);
    return 'children' in part ? part.children.map(told).join('') : textOf(part);
  };
  return oneLine(told(node).replace(/\s+/g, ' '));
}

const cellText = (cell: TableCell): string => withAddresses(cell, (words, url) => `${words} ${url}`);
const linked = (node: Node): string => withAddresses(node, (words, url) => `${words} (${url})`);

/** An item's own words, and the lists inside it. */
function itemsOf(list: List): Item[] {
  return list.children.map((item) => {
    const inner = item.children.filter((child): child is List => child.type === 'list');
    const own = item.children.filter((child) => child.type !== 'list');
    return {
      kind: 'item',
      text: oneLine(own.map(flat).join(' ')),
      linked: oneLine(own.map(linked).join(' ')),
      children: inner.flatMap(itemsOf),
      lines: {
        from: linesOf(item).from,
        to: own.length > 0 ? linesOf(own.at(-1) ?? item).to : linesOf(item).from,
      },
    };
  });
}

/** Rows of a table whose delimiter row was forgotten: Markdown sees a paragraph of lines that begin with a pipe. */
function pipeRows(raw: string[], first: number): Row[] | null {
  const rows = raw.filter((line) => line.trim() !== '');
  if (rows.length === 0 || !rows.every((line) => /^\s*\|/.test(line) && line.trim().length > 1)) return null;
  return raw.flatMap((line, at) => {
    const cells = line
      .trim()
      .replace(/^\|/, '')
      .replace(/(?<!\\)\|$/, '')
      .split(/(?<!\\)\|/)
      .map((cell) => oneLine(plainCell(cell)));
    const isRule = cells.every((cell) => /^:?-+:?$/.test(cell));
    return line.trim() === '' || isRule
      ? []
      : [{ kind: 'row' as const, cells, lines: { from: first + at, to: first + at } }];
  });
}

/** A cell's text without link and emphasis markers; the address of a link follows its text. */
const plainCell = (cell: string): string =>
  cell
    .replaceAll('\\|', '|')
    .replace(/\[([^[\]]{0,300})\]\((https?:[^)\s]+)\)/g, '$1 $2')
    .replace(/(\*\*|__|`)/g, '');

/** The section and everything below it, in the order of the page. */
export function everySection(section: Section): Section[] {
  return [section, ...section.sections.flatMap(everySection)];
}

export const everyItem = (items: Item[]): Item[] =>
  items.flatMap((item) => [item, ...everyItem(item.children)]);
