/**
 * Our part of a description. Everything between the two markers is ours, everything around them is people's:
 *
 *     <!-- kickoff:begin KEY text=… title=… -->
 *     what we write
 *     <!-- kickoff:end -->
 *
 * The marker travels in the same POST that makes the thing, so a resource and its name are born together and no state
 * file is needed. The digests say what we last wrote, so that we can tell a changed template from a person's edit.
 * GitLab's rich-text editor trims HTML comments, therefore white space in markers never matters.
 */
import { createHash } from 'node:crypto';
import type { Key } from '../model/resource.ts';

/** Digests of what we last wrote, by field. */
export type Written = Record<string, string>;

export interface ManagedBlock {
  key: Key;
  written: Written;
  /** The text between the markers, trimmed. */
  text: string;
  /** Offsets in the description: from the `<` of the first marker to behind the `>` of the last. */
  start: number;
  end: number;
  /** Where the first marker ends. */
  textStart: number;
}

const BEGIN = /<!--\s*kickoff:begin\s+([^\s>]+)((?:\s+[\w-]+=[^\s>]*)*)\s*-->/;
const END = /<!--\s*kickoff:end\s*-->/;

/** The text as GitLab keeps it: no `\r`, no trailing white space (facts §5); and none at line ends, which no reader sees. */
export function normalise(text: string): string {
  return text
    .replaceAll('\r', '')
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')
    .trim();
}

/** Ten hexadecimal digits that stand for a value; null and the empty text are one. */
export function digest(value: string | null): string {
  return createHash('sha256')
    .update(normalise(value ?? ''))
    .digest('hex')
    .slice(0, 10);
}

/** Every whole block of a description, in order. A marker without its partner makes none. */
export function blocksOf(description: string): ManagedBlock[] {
  const found: ManagedBlock[] = [];
  const begins = [...description.matchAll(new RegExp(BEGIN, 'g'))];
  begins.forEach((begin, index) => {
    const from = begin.index + begin[0].length;
    const inside = description.slice(from, begins[index + 1]?.index);
    const end = END.exec(inside);
    if (!end) return;
    found.push({
      key: begin[1] ?? '',
      written: readWritten(begin[2] ?? ''),
      text: normalise(inside.slice(0, end.index)),
      start: begin.index,
      end: from + end.index + end[0].length,
      textStart: from,
    });
  });
  return found;
}

/** Every marker that begins a block, whole or not. */
export const beginMarkers = (description: string): { key: Key; start: number }[] =>
  [...description.matchAll(new RegExp(BEGIN, 'g'))].map((match) => ({
    key: match[1] ?? '',
    start: match.index,
  }));

export function findBlock(description: string, key: Key): ManagedBlock | undefined {
  return blocksOf(description).find((each) => each.key === key);
}

/**
 * Every key that a description carries, in order; a marker counts also when its end is gone. A scorecard block tells whose
 * it is when nothing else does any more. People paste texts with markers into one another, so there can be several.
 */
export function keysOf(description: string): Key[] {
  const keys = [...description.matchAll(new RegExp(BEGIN, 'g'))].map((match) =>
    (match[1] ?? '').replace(/#(?:scorecard|issues|closed|archived)$/, ''),
  );
  return [...new Set(keys)];
}

function readWritten(attributes: string): Written {
  const pairs = attributes.split(/\s+/).filter((each) => each.includes('='));
  return Object.fromEntries(pairs.map((pair) => pair.split('=', 2) as [string, string]));
}

/** A block as text. The digest of the text itself is added under `text`. */
export function printBlock(key: Key, text: string, written: Written = {}): string {
  return `${beginMarker(key, { text: digest(text), ...written })}\n${text.trim()}\n<!-- kickoff:end -->`;
}

function beginMarker(key: Key, written: Written): string {
  const attributes = Object.keys(written)
    .sort()
    .map((field) => ` ${field}=${written[field]}`);
  return `<!-- kickoff:begin ${key}${attributes.join('')} -->`;
}

/** The description with only the first marker renewed: what people wrote inside the block stays, byte for byte. */
export function replaceMarker(description: string, block: ManagedBlock, written: Written): string {
  const marker = beginMarker(block.key, written);
  return description.slice(0, block.start) + marker + description.slice(block.textStart);
}

/** A person wrote inside the block. An emptied block is an invitation to fill it, so it counts as untouched. */
export function isEdited(block: ManagedBlock): boolean {
  return block.text !== '' && block.written.text !== digest(block.text);
}

/** The description with one block replaced; every byte outside stays. */
export function replaceBlock(description: string, block: ManagedBlock, replacement: string): string {
  return description.slice(0, block.start) + replacement + description.slice(block.end);
}

/** The description without our blocksOf: what people wrote. */
export function outside(description: string): string {
  let rest = description;
  for (const block of blocksOf(description).reverse()) {
    rest = rest.slice(0, block.start) + rest.slice(block.end);
  }
  return rest;
}

const INDEX = /<!--\s*kickoff:index((?:\s+\S+=\d+)*)\s*-->/;

/** Iids of an epic's issues by key: how they are found again when label, title and marker are all gone. */
export function readIndex(description: string): Record<Key, number> {
  const pairs = INDEX.exec(description)?.[1]?.trim().split(/\s+/) ?? [];
  return Object.fromEntries(
    pairs
      .filter((pair) => pair !== '')
      .map((pair) => [pair.slice(0, pair.lastIndexOf('=')), Number(pair.slice(pair.lastIndexOf('=') + 1))]),
  );
}

/**
 * The description with the index put in place of the old one, or behind everything else. What the old one knows and the
 * new one does not stays: a key result that was left out for a while is found again.
 */
export function writeIndex(description: string, index: Record<Key, number>): string {
  const pairs = Object.entries({ ...readIndex(description), ...index }).sort(([left], [right]) =>
    left < right ? -1 : 1,
  );
  const line = `<!-- kickoff:index${pairs.map(([key, iid]) => ` ${key}=${iid}`).join('')} -->`;
  return INDEX.test(description)
    ? description.replace(INDEX, () => line)
    : `${description.trimEnd()}\n\n${line}`;
}

/**
 * The description with a visible list of issues, which GitLab renders with title and state (and hides from those who may
 * not see one). A list that people edited stays.
 */
export function writeReferences(description: string, key: Key, iids: number[]): string {
  const own = `${key}#issues`;
  const text = [
    '### Issues',
    '',
    ...[...iids].sort((left, right) => left - right).map((iid) => `- #${iid}+`),
  ].join('\n');
  const block = findBlock(description, own);
  if (block) return isEdited(block) ? description : replaceBlock(description, block, printBlock(own, text));
  return `${description.trimEnd()}\n\n${printBlock(own, text)}`;
}
