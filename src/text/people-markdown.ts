/**
 * Markdown of people, as it goes into an issue: as they wrote it, but for what would act or confuse there. Quick actions are escaped, so
 * that they show; references notify and link nobody unless the program wants that; marks that look like ours are broken; and
 * whatever was left open (code, a tag) is closed or shown, so that it cannot swallow what follows (docs/gitlab.md#descriptions).
 */
import type { Nodes, Root } from 'mdast';
import { fromMarkdown } from 'mdast-util-from-markdown';
import { gfmFromMarkdown } from 'mdast-util-gfm';
import { gfm } from 'micromark-extension-gfm';
import { MOST_LEVELS, nestingOf } from './nesting.ts';
import { linkedText, markdownText, oneLine } from './plain-text.ts';

export interface MarkdownOptions {
  /** `@name` notifies; it is shown and notifies nobody unless told. */
  notify?: boolean;
}

interface Edit {
  from: number;
  to: number;
  text: string;
}

export const parseMarkdown = (source: string): Root =>
  fromMarkdown(source, { extensions: [gfm()], mdastExtensions: [gfmFromMarkdown()] });

/** Nothing in it means anything to Markdown or GitLab. */
const PLAIN = /^[\p{L}\p{N} .,;?()'’"–…/+-]*$/u;

/** A text of any number of lines. Control characters and invisible direction marks go; empty lines around it, too. */
export function blockMarkdown(value: string, options: MarkdownOptions = {}): string {
  const source = clean(value);
  if (PLAIN.test(source) && !/^[ \d/+-]/.test(source)) return markdownText(source);
  if (nestingOf(source).depth > MOST_LEVELS) return asText(source);
  let text = source;
  // What is shown in place of a tag is read anew: lines behind it may act now.
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const before = text;
    const tree = parseMarkdown(before);
    text = applied(before, editsOf(tree, before, options));
    if (text === before) {
      const end = openCode(tree, text);
      return brokenMarks(end === null ? text : `${text}\n${end}`);
    }
  }
  // Nothing of ours needs so many rounds: then every character is text.
  return asText(text);
}

const asText = (text: string): string => text.split('\n').map(markdownText).join('\n');

const MOST_ROUNDS = 8;

/** A text for one line: a box, a table's cell, a list item. What would begin a block is shown as text. */
export function inlineMarkdown(value: string, options: MarkdownOptions = {}): string {
  const source = oneLine(value);
  if (PLAIN.test(source)) return markdownText(source);
  if (nestingOf(source).depth > MOST_LEVELS) return linkedText(source);
  const tree = parseMarkdown(source);
  const [only, ...more] = tree.children;
  if (only?.type !== 'paragraph' || more.length > 0 || only.children.some(({ type }) => type === 'html'))
    return linkedText(source);
  return brokenMarks(applied(source, editsOf(tree, source, options)));
}

/** The same where a bar would end a cell. */
export const cellMarkdown = (value: string, options: MarkdownOptions = {}): string =>
  inlineMarkdown(value, options).replace(/(?<!\\)\|/g, '\\|');

function clean(value: string): string {
  return value
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029]/g, ' ')
    .replace(/[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]/g, '')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd();
}

const rangeOf = ({ position }: Nodes): [number, number] => [
  position?.start.offset ?? 0,
  position?.end.offset ?? 0,
];

function editsOf(tree: Root, source: string, options: MarkdownOptions): Edit[] {
  const edits: Edit[] = [];
  const tags: Nodes[] = [];
  const visit = (node: Nodes): void => {
    if (node.type === 'html') tags.push(node);
    if (node.type === 'text') edits.push(...inText(source, rangeOf(node), options));
    // What stands in a link is its name; an address that links itself is left whole.
    if (node.type === 'link' && isBare(node, source)) return;
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(tree);
  edits.push(...inTags(tags, source), ...openQuotes(tree, source));
  return edits;
}

/** `https://example.com` or `<https://example.com>`. */
function isBare(node: Nodes, source: string): boolean {
  return !source.slice(...rangeOf(node)).startsWith('[');
}

/** References and quick actions. A character that is escaped already stays as it is. */
function inText(source: string, [from, to]: [number, number], { notify = false }: MarkdownOptions): Edit[] {
  const edits: Edit[] = [];
  const sign = notify
    ? /[#!~%^$](?=[\w"\\~{])|&(?=#?\w)(?!#?\w+;)/g
    : /[@#!~%^$](?=[\w"\\~{])|&(?=#?\w)(?!#?\w+;)/g;
  const text = source.slice(from, to);
  const protect = (at: number): void => {
    if (!isEscaped(source, from + at)) edits.push({ from: from + at, to: from + at, text: '\\' });
  };
  for (const match of text.matchAll(sign)) protect(match.index);
  // Quick actions, and directives that take in another file.
  for (const match of text.matchAll(/\/(?=[a-z])|::(?=include\b)/gi)) {
    const before = source.slice(source.lastIndexOf('\n', from + match.index - 1) + 1, from + match.index);
    if (before.trim() === '') protect(match.index);
  }
  return edits;
}

function isEscaped(source: string, at: number): boolean {
  let slashes = 0;
  while (source[at - 1 - slashes] === '\\') slashes += 1;
  return slashes % 2 === 1;
}

const VOID = new Set(['br', 'hr', 'img', 'wbr', 'col', 'area', 'source', 'track']);

/**
 * Comments stay hidden, if they are closed and none of ours. Tags stay if each is closed; else all of them are shown. What reads to its
 * own end (script, style, pre, textarea, declarations) is always shown.
 */
function inTags(tags: Nodes[], source: string): Edit[] {
  const count = new Map<string, number>();
  const isComment = (text: string): boolean => /^\s*<!--/.test(text);
  for (const node of tags) {
    const text = source.slice(...rangeOf(node));
    if (isComment(text)) continue;
    for (const [, closing, name = '', rest = ''] of text.matchAll(/<(\/?)([a-z][\w-]*)([^>]*)>/gi)) {
      const tag = name.toLowerCase();
      if (!VOID.has(tag) && !rest.endsWith('/')) count.set(tag, (count.get(tag) ?? 0) + (closing ? -1 : 1));
    }
  }
  const isSound = [...count.values()].every((left) => left === 0);
  return tags.flatMap((node): Edit[] => {
    const [from, to] = rangeOf(node);
    const text = source.slice(from, to);
    const isKept = isComment(text)
      ? /^\s*<!--(?!-?>)(?:(?!-->)[\s\S])*-->\s*$/.test(text) && !/kickoff/i.test(text)
      : isSound && !/<(?:script|style|pre|textarea|[!?])/i.test(text);
    if (isKept) return [];
    return [...text.matchAll(/</g)].map(({ index }) => ({
      from: from + index,
      to: from + index + 1,
      text: '&lt;',
    }));
  });
}

/** GitLab's quotes of many lines, `>>>`, run to the end where the second one is missing. */
function openQuotes(tree: Root, source: string): Edit[] {
  const code = tree.children.filter(({ type }) => type === 'code' || type === 'html').map(rangeOf);
  const marks = [...source.matchAll(/^ {0,3}>>>(?=[ \t]*$)/gm)]
    .map(({ index }) => index)
    .filter((at) => !code.some(([from, to]) => at >= from && at < to));
  if (marks.length % 2 === 0) return [];
  return marks.map((at) => ({ from: at, to: at, text: '\\' }));
}

/** The line that would end the last block of code, where it is missing. */
function openCode(tree: Root, source: string): string | null {
  const last = tree.children.at(-1);
  if (last?.type !== 'code') return null;
  const text = source.slice(...rangeOf(last));
  const mark = /^ {0,3}(`{3,}|~{3,})/.exec(text)?.[1];
  if (mark === undefined) return null;
  const end = new RegExp(`\\n {0,3}${mark[0] === '~' ? '~' : '`'}{${mark.length},}[ \\t]*$`);
  return end.test(text) ? null : mark;
}

function applied(source: string, edits: Edit[]): string {
  let text = '';
  let at = 0;
  for (const edit of [...edits].sort((left, right) => left.from - right.from || left.to - right.to)) {
    if (edit.from < at) continue;
    text += source.slice(at, edit.from) + edit.text;
    at = edit.to;
  }
  return text + source.slice(at);
}

/** In code nothing can be escaped: a space without width keeps a mark from being one. */
const brokenMarks = (text: string): string => text.replace(/<!--(?=\s*kickoff)/gi, '<!--\u200b');
