import type { AsParent } from './issue.ts';
import type { Key } from './kind.ts';

export interface WantedEpic {
  kind: 'epic';
  key: Key;
  title: string;
  text: string;
  asParent: AsParent;
  labels: string[];
  startDate: string;
  dueDate: string;
}

export interface LiveEpic {
  kind: 'epic';
  id: number;
  iid: number;
  groupId: number;
  url: string;
  title: string;
  description: string;
  state: 'opened' | 'closed';
  labels: string[];
  startDate: string | null;
  dueDate: string | null;
  author: string;
  createdAt: string;
  updatedAt: string;
}

/** What is sent of an epic. */
export interface EpicFields {
  title: string;
  description: string;
  labels: string[];
  startDate: string;
  dueDate: string;
}
