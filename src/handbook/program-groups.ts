/** Objectives and areas as headings, bold lines or items begin them, and where on the page the reader is. */

import type { Found, Group, Text } from './found.ts';
import { AREA, CADENCES, type Cadence, OBJECTIVE, type RoleName, WEEKS } from './phrases.ts';
import { readWeeks } from './weeks.ts';

/** What is open while the blocks of a page go by. */
export interface Reading {
  group: Group | null;
  role: RoleName | null;
  cadence: Cadence | null;
  goals: Text | null;
  within: 'benefits' | 'applications' | null;
}

/** No line that begins something is longer. */
export const LONGEST_PHRASE = 500;

export const cut = (text: string, phrase: RegExp): string => text.replace(phrase, '').trim();

export function cadenceOf(text: string): Cadence | null {
  const plain = text.replace(/[:*]+$/, '').trim();
  return plain.length > 60 ? null : (CADENCES.find(({ phrase }) => phrase.test(plain))?.cadence ?? null);
}

/** An objective or an area, begun by a line or a heading. */
export function groupOf({ text, lines }: Text, found: Found): Group | null {
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
