/** A sandbox and the command line on top of it, without sockets, clock or sleep. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { run } from '../../src/cli/cli.ts';
import type { Io } from '../../src/cli/io.ts';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/sandbox.ts';
import { personalToken, SEEDED } from '../../src/sandbox/seed.ts';
import type { State } from '../../src/sandbox/state.ts';

export const HOST = 'https://gitlab.test';
export const EXAMPLE = 'config/cohort.example.yaml';
export const TWO_INTERNS = 'config/two-interns.example.yaml';

export interface Ran {
  code: number;
  out: string;
  err: string;
  /** Requests of this run, as the server saw them. */
  requests: { method: string; path: string; status: number }[];
  reads: number;
  writes: number;
}

export interface Stage {
  sandbox: Sandbox;
  kickoff(args: string[], more?: Partial<Io>): Promise<Ran>;
  /** A request of a person, through the API. */
  as(username: string, method: string, path: string, body?: object): Promise<Record<string, unknown>>;
  moveClock(time: string): void;
}

export const PROJECT = `projects/${encodeURIComponent(SEEDED.project)}`;
export const GROUP = `groups/${SEEDED.group}`;

export function stage(options: SandboxOptions = {}): Stage {
  let now = 0;
  const sandbox = createSandbox({ clock: () => new Date('2027-02-22T09:00:00Z'), ...options });
  return {
    sandbox,
    async kickoff(args, more = {}) {
      const before = sandbox.log.length;
      let out = '';
      let err = '';
      const io: Io = {
        env: { GITLAB_HOST: HOST, GITLAB_TOKEN: SEEDED.token },
        cwd: process.cwd(),
        out: (text) => {
          out += text;
        },
        err: (text) => {
          err += text;
        },
        errIsTerminal: false,
        outIsTerminal: false,
        columns: 80,
        ask: null,
        fetch: (request) => sandbox.fetch(request),
        // Time passes only by waiting for it.
        wait: async (milliseconds) => {
          now += milliseconds;
        },
        clock: () => now,
        time: () => sandbox.now().getTime(),
        signal: new AbortController().signal,
        ...more,
      };
      const code = await run(args, io, '0.0.0');
      const requests = sandbox.log.slice(before);
      // GraphQL is asked with POST, and changes nothing here.
      const reads = requests.filter(({ method, path }) => method === 'GET' || path === '/api/graphql').length;
      return { code, out, err, requests, reads, writes: requests.length - reads };
    },
    async as(username, method, path, body) {
      const answer = await sandbox.fetch(
        new Request(`${HOST}/api/v4/${path}`, {
          method,
          headers: { 'PRIVATE-TOKEN': personalToken(username), 'Content-Type': 'application/json' },
          ...(body ? { body: JSON.stringify(body) } : {}),
        }),
      );
      const parsed = (await answer.json()) as Record<string, unknown>;
      if (!answer.ok)
        throw new Error(`${username} ${method} ${path}: ${answer.status} ${JSON.stringify(parsed)}`);
      return parsed;
    },
    moveClock: (time) => sandbox.moveClockTo(new Date(time)),
  };
}

const kept = new Map<string, { state: State; log: Sandbox['log'] }>();

/**
 * Provisions and insists that it worked. The same provision is made once for the tests of a file, and each test has a copy of what came
 * of it, requests included.
 */
export async function provisioned(
  options: SandboxOptions = {},
  cohort = EXAMPLE,
  flags: string[] = [],
): Promise<Stage> {
  const isPlain = Object.entries(options).every(([name, value]) => name === 'tier' && value !== undefined);
  const key = isPlain ? JSON.stringify([options, readFileSync(cohort, 'utf8'), cohort, flags]) : null;
  const made = key === null ? undefined : kept.get(key);
  if (made) {
    const copy = structuredClone(made);
    const found = stage({ ...options, state: copy.state });
    found.sandbox.log.push(...copy.log);
    return found;
  }
  const found = stage(options);
  const { code, err } = await found.kickoff(['provision', cohort, '--yes', ...flags]);
  if (code !== 0) throw new Error(err);
  const { state, log } = found.sandbox;
  if (key !== null) kept.set(key, structuredClone({ state, log: [...log] }));
  return found;
}

/** A file in a folder of its own. */
export function file(name: string, text: string): string {
  const path = join(mkdtempSync(join(tmpdir(), 'kickoff-')), name);
  writeFileSync(path, text);
  return path;
}

export function issueOf(state: State, key: string): State['issues'][number] {
  const found = state.issues.filter((issue) => issue.description?.includes(`kickoff:begin ${key} `));
  if (found.length !== 1 || !found[0]) throw new Error(`${found.length} issues carry ${key}`);
  return found[0];
}

/** What matters of a state, without numbers that depend on the order of creation. */
export function essence(state: State): unknown {
  const keyOf = (text: string | null): string => /kickoff:begin (\S+)/.exec(text ?? '')?.[1] ?? '';
  const titleOf = (list: { id: number; title: string }[], id: number | null): string | null =>
    list.find((each) => each.id === id)?.title ?? null;
  const names = new Map(state.issues.map((issue) => [String(issue.iid), keyOf(issue.description)]));
  const text = (description: string | null): string =>
    (description ?? '').replace(/(\S+)=(\d+)(?=[^\n]* -->$)/gm, (all, key, iid) =>
      names.has(iid) && key.includes('/') ? `${key}=<${names.get(iid)}>` : all,
    );
  const sorted = (all: unknown[]): unknown[] =>
    [...all]
      .map((each) => JSON.stringify(each))
      .sort()
      .map((each) => JSON.parse(each));
  return {
    labels: sorted(state.labels.map(({ name, color, description }) => ({ name, color, description }))),
    milestones: sorted(
      state.milestones.map(({ title, start_date, due_date, description, state: at }) => ({
        title,
        start_date,
        due_date,
        description,
        at,
      })),
    ),
    epics: sorted(
      state.epics.map((epic) => ({
        title: epic.title,
        text: text(epic.description),
        labels: [...epic.labels].sort(),
        start: epic.start_date,
        due: epic.due_date,
        at: epic.state,
      })),
    ),
    issues: sorted(
      state.issues.map((issue) => ({
        title: issue.title,
        text: text(issue.description),
        labels: [...issue.labels].sort(),
        milestone: titleOf(state.milestones, issue.milestone_id),
        epic: titleOf(state.epics, issue.epic_id),
        due: issue.due_date,
        assignees: issue.assignee_ids,
        confidential: issue.confidential,
        at: issue.state,
      })),
    ),
    boards: sorted(
      state.boards.map((board) => ({
        name: board.name,
        lists: board.lists.map((list) => state.labels.find((label) => label.id === list.label_id)?.name),
      })),
    ),
  };
}
