/** What a page says about a program, as it was found there: texts with their lines, and nothing decided yet. */
import { everyItem, type Item, type Lines, type Row } from './page.ts';
import type { Cadence, RoleName } from './phrases.ts';
import type { Weeks } from './weeks.ts';

export interface Text {
  text: string;
  /** With the addresses of its links, for texts that people act upon. */
  linked?: string;
  lines: Lines;
}

export interface Group extends Text {
  results: Text[];
  weeks: Weeks | null;
}

export interface Background extends Text {
  prose: Text[];
  points: Text[];
}

export interface Found {
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

/** Items and what stands below them, as one list of texts. */
export const texts = (items: Item[]): Text[] =>
  everyItem(items)
    .filter(({ text }) => text !== '')
    .map(({ text, linked, lines }) => ({ text, linked, lines }));
