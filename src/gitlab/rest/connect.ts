import {
  Epics,
  Events,
  GroupLabels,
  GroupMembers,
  Groups,
  IssueNotes,
  Issues,
  MergeRequestNotes,
  MergeRequests,
  Metadata,
  PersonalAccessTokens,
  PipelineSchedules,
  ProjectIssueBoards,
  ProjectLabels,
  ProjectMembers,
  ProjectMilestones,
  Projects,
  Users,
} from '@gitbeaker/rest';
import { KickoffError } from '../../model/errors.ts';
import type { Scope } from '../../model/tracker.ts';
import { createHttp, type Http, type HttpOptions } from '../transport/http.ts';
import { type Secured, viaFetch, viaNode } from '../transport/send.ts';

/** `agent` and `trust` do not go with `fetch`. */
export interface ConnectOptions extends Partial<Omit<HttpOptions, 'send'>>, Secured {
  /** This machine's time, milliseconds since 1970: only for a GitLab that does not tell its own. */
  time?: (() => number) | undefined;
  /** Another way for requests to leave; Node's own http unless given. */
  fetch?: ((request: Request) => Promise<Response>) | undefined;
  /** What `agent` goes through, as errors name it. */
  through?: string | undefined;
  /** Base of the instance, for example `https://gitlab.example.com` or `https://example.com/gitlab`. */
  host: string;
  /** A personal, project or group access token; or the token of a CI job. */
  token: string;
  /** It is the token of a CI job, which has a header of its own and may only read issues (docs/gitlab.md#errors, docs/gitlab.md#tokens). */
  isJobToken?: boolean | undefined;
}

const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])$/;

/**
 * The instance's base from what people write: a bare host becomes https. Plain http is refused outside loopback,
 * because the token would travel in clear.
 */
export function parseHost(host: string): string {
  let url: URL;
  try {
    url = new URL(/^[a-z]+:\/\//i.test(host) ? host : `https://${host}`);
  } catch {
    throw new KickoffError(
      'usage',
      `"${host.includes('@') ? '…' : host.replace(/\s+/g, ' ')}" is not a host.`,
      {
        hint: 'Write it like https://gitlab.example.com.',
      },
    );
  }
  const loopback = LOOPBACK.test(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && loopback)) {
    throw new KickoffError(
      'usage',
      `The host "${url.protocol}//${url.host}" is not https; the token would travel in clear.`,
      {
        hint: 'Write https://. Plain http is used on this machine only (localhost).',
      },
    );
  }
  if (url.username !== '' || url.password !== '') {
    throw new KickoffError('usage', 'The host holds a user name or a password.', {
      hint: 'Write the host alone; the token comes from GITLAB_TOKEN.',
    });
  }
  return `${url.origin}${url.pathname.replace(/\/+$/, '').replace(/\/api\/v4$/, '')}`;
}

export interface Api {
  host: string;
  http: Http;
  /** Whether the token is that of a CI job. */
  isJobToken: boolean;
  /** The proxy that requests go through. */
  through: string | undefined;
  /** The server's clock; this machine's where GitLab does not tell it, which is said once. */
  now(): Date;
  /** One question to GraphQL; null where it cannot be asked. */
  query(query: string, variables: object): Promise<unknown>;
  projects: InstanceType<typeof Projects>;
  groups: InstanceType<typeof Groups>;
  members: InstanceType<typeof ProjectMembers>;
  groupMembers: InstanceType<typeof GroupMembers>;
  metadata: InstanceType<typeof Metadata>;
  tokens: InstanceType<typeof PersonalAccessTokens>;
  users: InstanceType<typeof Users>;
  groupLabels: InstanceType<typeof GroupLabels>;
  projectLabels: InstanceType<typeof ProjectLabels>;
  milestones: InstanceType<typeof ProjectMilestones>;
  epics: InstanceType<typeof Epics>;
  events: InstanceType<typeof Events>;
  mergeRequests: InstanceType<typeof MergeRequests>;
  issues: InstanceType<typeof Issues>;
  boards: InstanceType<typeof ProjectIssueBoards>;
  issueNotes: InstanceType<typeof IssueNotes>;
  requestNotes: InstanceType<typeof MergeRequestNotes>;
  schedules: InstanceType<typeof PipelineSchedules>;
}

/** Milliseconds that a run waits for the rate limit unless told otherwise; GitLab's own windows are of a minute. */
const MAX_WAIT = 15 * 60_000;

/** Creations a minute: documented for GitLab.com, the default elsewhere (docs/gitlab.md#rate-limits). */
export function creationsPerMinuteOf(host: string): number {
  return new URL(host).hostname === 'gitlab.com' ? 200 : 300;
}

/** gitbeaker's resource classes over our own requester. Only the classes we use are made. */
export function openApi(options: ConnectOptions): Api {
  const host = parseHost(options.host);
  const http = createHttp({
    wait: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds)),
    emit: () => {},
    concurrency: 8,
    timeout: 60_000,
    tries: 5,
    creationsPerMinute: creationsPerMinuteOf(host),
    maxWait: MAX_WAIT,
    clock: () => performance.now(),
    ...options,
    send: options.fetch ? viaFetch(options.fetch) : viaNode(options),
  });
  let said = false;
  const now = (): Date => {
    const told = http.serverDate();
    if (told === null && !said) {
      said = true;
      options.emit?.({
        kind: 'warning',
        message: 'GitLab’s answers carry no Date, so this machine’s clock is used.',
      });
    }
    return told ?? new Date((options.time ?? Date.now)());
  };
  // As a Bearer token: fetch drops that header by itself should a redirect ever be followed (docs/gitlab.md#errors, docs/gitlab.md#libraries).
  const resource = {
    host,
    ...(options.isJobToken ? { jobToken: options.token } : { oauthToken: options.token }),
    requesterFn: http.requesterFn,
    queryTimeout: null,
    rateLimits: {},
  };
  return {
    host,
    http,
    isJobToken: options.isJobToken ?? false,
    through: options.through,
    now,
    query: (query, variables) =>
      http.query(
        new URL(`${host}/api/graphql`),
        {
          'content-type': 'application/json',
          ...(options.isJobToken
            ? { 'job-token': options.token }
            : { authorization: `Bearer ${options.token}` }),
        },
        JSON.stringify({ query, variables }),
      ),
    projects: new Projects(resource),
    groups: new Groups(resource),
    members: new ProjectMembers(resource),
    groupMembers: new GroupMembers(resource),
    metadata: new Metadata(resource),
    tokens: new PersonalAccessTokens(resource),
    users: new Users(resource),
    groupLabels: new GroupLabels(resource),
    projectLabels: new ProjectLabels(resource),
    milestones: new ProjectMilestones(resource),
    epics: new Epics(resource),
    events: new Events(resource),
    mergeRequests: new MergeRequests(resource),
    issues: new Issues(resource),
    boards: new ProjectIssueBoards(resource),
    issueNotes: new IssueNotes(resource),
    requestNotes: new MergeRequestNotes(resource),
    schedules: new PipelineSchedules(resource),
  };
}

/** The group of a scope that has one; routes of groups are asked for no other. */
export function groupOf({ group }: Scope): string {
  if (group === null) throw new Error('a scope without a group has no group routes');
  return group;
}
