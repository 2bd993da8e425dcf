import type { Key } from './kind.ts';

export interface WantedMilestone {
  kind: 'milestone';
  key: Key;
  title: string;
  /** Markdown for our block. */
  text: string;
  startDate: string;
  dueDate: string;
}

export interface LiveMilestone {
  kind: 'milestone';
  id: number;
  /** Null for one of a group. */
  projectId: number | null;
  url: string;
  title: string;
  description: string;
  state: 'active' | 'closed';
  startDate: string | null;
  dueDate: string | null;
  /** Milestones of groups above can be used and block their titles, but are not ours to change. */
  home: 'group' | 'project';
}

/** What is sent of a milestone. */
export interface MilestoneFields {
  title: string;
  description: string;
  startDate: string;
  dueDate: string;
}
