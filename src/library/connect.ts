import { type ConnectOptions, creationsPerMinuteOf, openApi } from '../gitlab/rest/connect.ts';
import { explain } from '../gitlab/rest/explain.ts';
import { createPipelines } from '../gitlab/rest/pipelines.ts';
import { createRestTracker } from '../gitlab/rest/rest-tracker.ts';
import { Failure } from '../model/failure.ts';
import type { Pipelines } from '../model/pipelines.ts';
import type { Scope, Tracker } from '../model/tracker.ts';

export interface GitLab {
  tracker: Tracker;
  pipelines: Pipelines;
  /** The token is that of a CI job, which reads the project's issues and nothing else. */
  isJobToken: boolean;
  /** New issues and epics a minute that this GitLab allows, as told or as known. */
  creationsPerMinute: number;
  /** A failure of GitLab in a person's words; any other error unchanged. */
  explain(error: unknown, scope: Scope, doing: string): unknown;
}

/** Makes ready to talk to a GitLab; sends nothing yet. Throws `KickoffError` for a host that is none. */
export function connect(options: ConnectOptions): GitLab {
  const api = openApi(options);
  return {
    tracker: createRestTracker(api),
    pipelines: createPipelines(api),
    isJobToken: options.isJobToken ?? false,
    creationsPerMinute: options.creationsPerMinute ?? creationsPerMinuteOf(api.host),
    explain: (error, scope, doing) =>
      error instanceof Failure ? explain(error, { ...api, scope, doing }) : error,
  };
}
