import type { Key } from './kind.ts';

export interface WantedLabel {
  kind: 'label';
  key: Key;
  name: string;
  /** `#rrggbb` */
  color: string;
  description: string;
}

export interface LiveLabel {
  kind: 'label';
  id: number;
  name: string;
  color: string;
  description: string;
  /** Where it lives: labels of groups above the project can be used too. */
  /** `above` is a group above ours: its labels can be used and are not ours to change. */
  home: 'group' | 'project' | 'above';
}

/** What is sent of a label. */
export interface LabelFields {
  name: string;
  color: string;
  description: string;
}
