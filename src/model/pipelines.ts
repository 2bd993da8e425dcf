/** What a pipeline's project is asked for, beside the work itself: its schedule, and what stands below its merge requests. */

export interface PipelineProject {
  path: string;
  url: string;
  defaultBranch: string | null;
}

export interface Schedule {
  description: string;
  /** Five fields, as cron writes them. */
  cron: string;
  timeZone: string;
  /** The branch, without `refs/heads/`. */
  ref: string;
  isActive: boolean;
  /** User name of whom its pipelines run as. */
  owner: string | null;
}

export interface RequestNote {
  id: number;
  body: string;
  /** Id of the author's account. */
  author: number;
}

/** Each rejects with a `Failure`. Nothing is ever taken away. */
export interface Pipelines {
  whoAmI(): Promise<{ id: number; username: string }>;
  /** What the token tells about itself: null where it does not. Days are `YYYY-MM-DD`, by the server's clock. */
  token(): Promise<{ username: string; scopes: string[] | null; expiresAt: string | null; today: string }>;
  project(path: string): Promise<PipelineProject>;
  schedules(project: string): Promise<Schedule[]>;
  createSchedule(
    project: string,
    schedule: Pick<Schedule, 'description' | 'cron' | 'timeZone' | 'ref'>,
  ): Promise<Schedule>;
  /** Oldest first; `iid` is the number of a merge request. */
  notes(project: string, iid: number): Promise<RequestNote[]>;
  createNote(project: string, iid: number, body: string): Promise<RequestNote>;
  updateNote(project: string, iid: number, note: number, body: string): Promise<RequestNote>;
  /** Ends the token that asks, and gives the one that takes its place: told this one time. `until` is `YYYY-MM-DD`. */
  rotateToken(until: string): Promise<{ token: string; expiresAt: string | null }>;
}
