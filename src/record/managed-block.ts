/**
 * Our part of a description. Everything between the two markers is ours, everything around them is people's:
 *
 *     <!-- kickoff:begin KEY text=… title=… v=2 -->
 *     what we write
 *     <!-- kickoff:end -->
 *
 * The marker travels in the same POST that makes the thing, so a resource and its name are born together and no state
 * file is needed. The digests say what we last wrote, so that we can tell a changed template from a person's edit.
 */
import type { Key } from '../model/resource.ts';
import { commentsOf, printComment, type RecordComment } from './comments.ts';
import { digest, normalise } from './digest.ts';
import { ownerOf } from './keys.ts';

/** The version of what we leave in GitLab; a marker without one was written by 0.1.0. */
export const VERSION = 2;

/** What a marker remembers: digests of what we last wrote, by field, and a few words. */
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

interface Marker {
  key: Key;
  written: Written;
  start: number;
  end: number;
}

/** Markers that begin a block. An argument that is no `name=value` makes it somebody else's comment. */
function beginsAmong(comments: RecordComment[]): Marker[] {
  return comments.flatMap(({ word, args, start, end }): Marker[] => {
    const [key, ...pairs] = args;
    if (word !== 'begin' || key === undefined) return [];
    if (!pairs.every((pair) => /^[\w-]+=/.test(pair))) return [];
    const written = pairs.map((pair) => {
      const at = pair.indexOf('=');
      return [pair.slice(0, at), pair.slice(at + 1)] as const;
    });
    return [{ key, written: Object.fromEntries(written), start, end }];
  });
}

/** Every whole block of a description, in order. A marker without its partner makes none. */
export function blocksOf(description: string): ManagedBlock[] {
  const comments = commentsOf(description);
  const begins = beginsAmong(comments);
  const ends = comments.filter(({ word, args }) => word === 'end' && args.length === 0);
  let at = 0;
  return begins.flatMap((begin, index): ManagedBlock[] => {
    const next = begins[index + 1]?.start ?? description.length;
    while ((ends[at]?.start ?? Number.POSITIVE_INFINITY) < begin.end) at += 1;
    const end = ends[at];
    if (!end || end.start >= next) return [];
    const { key, written, start } = begin;
    const text = normalise(description.slice(begin.end, end.start));
    return [{ key, written, text, start, end: end.end, textStart: begin.end }];
  });
}

/** Every marker that begins a block, whole or not. */
export const beginMarkers = (description: string): { key: Key; written: Written; start: number }[] =>
  beginsAmong(commentsOf(description)).map(({ key, written, start }) => ({ key, written, start }));

/** A marker with this key stands there, with its end or without. */
export const hasMarker = (description: string, key: Key): boolean =>
  beginMarkers(description).some((each) => each.key === key);

export function findBlock(description: string, key: Key): ManagedBlock | undefined {
  return blocksOf(description).find((each) => each.key === key);
}

/**
 * Every resource whose marker a description carries, in order; a marker counts also when its end is gone. A scorecard block tells
 * whose it is when nothing else does any more. People paste texts with markers into one another, so there can be several.
 */
export const keysOf = (description: string): Key[] => [
  ...new Set(beginMarkers(description).map(({ key }) => ownerOf(key))),
];

/** A block as text. The digest of the text itself is added under `text`. */
export function printBlock(key: Key, text: string, written: Written = {}): string {
  return `${printMarker(key, { text: digest(text), ...written })}\n${text.trim()}\n${printComment('end')}`;
}

/** In the newest form, whatever it was read from. */
function printMarker(key: Key, written: Written): string {
  const all: Written = { ...written, v: String(VERSION) };
  const pairs = Object.keys(all)
    .sort()
    .map((field) => `${field}=${all[field]}`);
  return printComment('begin', [key, ...pairs]);
}

/** The description with only the first marker renewed: what people wrote inside the block stays, byte for byte. */
export function replaceMarker(description: string, block: ManagedBlock, written: Written): string {
  const marker = printMarker(block.key, written);
  return description.slice(0, block.start) + marker + description.slice(block.textStart);
}

/** A person wrote inside the block. An emptied block is an invitation to fill it, so it counts as unedited. */
export function isEdited(block: ManagedBlock): boolean {
  return block.text !== '' && block.written.text !== digest(block.text);
}

/** The description with one block replaced; every byte outside stays. */
export function replaceBlock(description: string, block: ManagedBlock, replacement: string): string {
  return description.slice(0, block.start) + replacement + description.slice(block.end);
}

/** The description without our blocks: what people wrote. */
export function outside(description: string): string {
  let rest = description;
  for (const block of blocksOf(description).reverse()) {
    rest = rest.slice(0, block.start) + rest.slice(block.end);
  }
  return rest;
}
