/** What happened in GitLab beside our own things. */

/** An issue or a merge request that a key result counts. */
export interface LiveWork {
  title: string;
  description: string;
  url: string;
  author: string;
  labels: string[];
  state: 'opened' | 'closed' | 'merged';
  createdAt: string;
  /** When it was merged or closed; null while it is open. */
  endedAt: string | null;
  /** It was closed without being done: as won't do by its label, or as a duplicate. */
  isCanceled: boolean;
  /** It carries a marker of ours: a key result or check-list, not work that somebody did. */
  ours: boolean;
}

/** A note of an issue: what somebody wrote, or what GitLab itself noted of a change. */
export interface Activity {
  /** ISO time. */
  at: string;
  by: string;
  byId: number;
  isSystem: boolean;
  text: string;
}

/** An issue that was closed or opened again, as the project's event list tells. */
export interface Closure {
  iid: number;
  /** ISO time. */
  at: string;
  state: 'closed' | 'opened';
  by: string;
}
