/** What closed an issue, where REST says only that it is closed: its status, or that it became an epic. */
import type { LiveEpic, LiveIssue, Status } from '../model/resource.ts';
import type { Matched, Scope, Tracker, World } from '../model/tracker.ts';
import { keysOf } from '../record/managed-block.ts';

/** Statuses need Premium, as epics do; they are asked for what is closed. */
export async function statusesOf(
  issues: LiveIssue[],
  { capabilities }: World,
  scope: Scope,
  tracker: Tracker,
): Promise<Map<number, Status> | null> {
  const closed = issues.filter(({ state }) => state === 'closed').map(({ iid }) => iid);
  return capabilities.epics && closed.length > 0 ? tracker.statuses(scope, closed) : null;
}

/** Promotion copies title, labels and text, our marker included, and closes the issue in the same moment. */
const MOMENT = 120_000;

function promotedTo(issue: LiveIssue, key: string, epics: LiveEpic[]): LiveIssue['promotedTo'] {
  if (issue.closedAt === null) return undefined;
  const closedAt = Date.parse(issue.closedAt);
  const epic = epics.find(
    ({ description, createdAt }) =>
      Math.abs(Date.parse(createdAt) - closedAt) < MOMENT && keysOf(description).includes(key),
  );
  return epic && { url: epic.url, isClosed: epic.state === 'closed' };
}

/** The matched things, closed issues with why they are closed. */
export function withReasons(
  matched: Matched,
  { epics }: World,
  statuses: Map<number, Status> | null,
): Matched {
  return new Map(
    [...matched].map(([key, live]) => {
      if (live.kind !== 'issue' || live.state !== 'closed') return [key, live];
      const [status, promoted] = [statuses?.get(live.iid), promotedTo(live, key, epics)];
      return [key, { ...live, ...(status ? { status } : {}), ...(promoted ? { promotedTo: promoted } : {}) }];
    }),
  );
}
