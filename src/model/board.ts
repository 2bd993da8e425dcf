import type { Key } from './kind.ts';

export interface WantedBoard {
  kind: 'board';
  key: Key;
  name: string;
  /** Label names in the order of the lists. */
  lists: string[];
}

export interface LiveBoard {
  kind: 'board';
  id: number;
  url: string;
  name: string;
  lists: { id: number; label: string }[];
}
