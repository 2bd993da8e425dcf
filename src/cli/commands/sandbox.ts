import { join, resolve } from 'node:path';
import { packageRoot, readText } from '../../library/files.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { type Fault, parseFault, parseRate, type Rate, withBadDay } from '../../sandbox/faults.ts';
import { createSandbox, type SandboxOptions } from '../../sandbox/sandbox.ts';
import { personalToken, SEEDED } from '../../sandbox/seed.ts';
import { serveSandbox } from '../../sandbox/serve.ts';
import type { State, Tier } from '../../sandbox/state.ts';
import { wrap } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';

export interface SandboxFlags {
  port: number;
  tier: Tier;
  data?: string | undefined;
  clock?: string | undefined;
  json?: boolean | undefined;
  fault: string[];
  latency?: number | undefined;
  work?: number | undefined;
  rate?: string | undefined;
  seed?: number | undefined;
}

/** Serves the sandbox until it is interrupted. */
export async function sandboxCommand(io: Io, options: SandboxFlags): Promise<ExitCode> {
  const file = options.data === undefined ? null : resolve(io.cwd, options.data);
  const sandbox = createSandbox({ tier: options.tier, ...savedState(file) });
  if (options.clock !== undefined) {
    const time = new Date(options.clock);
    if (Number.isNaN(time.getTime())) {
      throw new KickoffError('usage', `"${options.clock}" is not a time.`, {
        hint: 'Write it like 2027-03-01 or 2027-03-01T09:00:00Z.',
      });
    }
    sandbox.moveClockTo(time);
  }
  const fetch = withBadDay(sandbox.fetch, {
    faults: options.fault.map(faultOf),
    latency: options.latency ?? 0,
    work: options.work ?? 0,
    rate: options.rate === undefined ? null : rateOf(options.rate),
    seed: options.seed ?? 1,
    now: sandbox.now,
    wait: io.wait,
  });
  const save = (): void => {
    if (file !== null) writeAtomically(file, JSON.stringify(sandbox.state));
  };
  save();
  // A burst of writes is saved once; what is still open is saved at the end.
  let scheduled = false;
  const saveSoon = (): void => {
    if (scheduled || file === null) return;
    scheduled = true;
    const done = (): void => {
      scheduled = false;
      save();
    };
    io.wait(250).then(done, () => {});
  };
  const served = await serveSandbox(sandbox, { port: options.port, onWrite: saveSoon, fetch }).catch(
    (error: unknown) => {
      throw new KickoffError(
        'usage',
        `Port ${options.port} cannot be used (${error instanceof Error && 'code' in error ? error.code : error}).`,
        {
          hint: 'Take another port, or --port 0 for a free one.',
        },
      );
    },
  );
  if (options.json) {
    io.out(
      `${JSON.stringify({ url: served.url, token: SEEDED.token, group: SEEDED.group, project: SEEDED.project })}\n`,
    );
  } else {
    io.out(
      [
        `A sandbox GitLab (${sandbox.state.tier}) listens on ${served.url}; Ctrl-C stops it.`,
        `It has the group ${SEEDED.group} with the project ${SEEDED.project}; its day is ${sandbox.now().toISOString().slice(0, 10)}. People:`,
        ...wrap(
          sandbox.state.users
            .filter(({ bot }) => !bot)
            .map(({ username }) => username)
            .join(', '),
          100,
        ).map((line) => `  ${line}`),
        '',
        'In another terminal:',
        `  export GITLAB_HOST=${served.url}`,
        `  export GITLAB_TOKEN=${SEEDED.token}`,
        `  npx kickoff plan ${join(packageRoot(), 'config', 'cohort.example.yaml')}`,
        '',
        `Every person has a token: ${personalToken('USERNAME')}, for example ${personalToken('robin.ito')}. Act as they would:`,
        `  curl -X PUT -H 'PRIVATE-TOKEN: ${personalToken('robin.ito')}' ${served.url}/api/v4/projects/${encodeURIComponent(SEEDED.project)}/issues/1 -d state_event=close`,
        `A CI job's token is ${SEEDED.jobToken}: set it as CI_JOB_TOKEN, without GITLAB_TOKEN, for report.`,
        `Its time moves on: curl -X POST -H 'PRIVATE-TOKEN: ${SEEDED.token}' ${served.url}/-/sandbox/clock -d '{"to":"2027-03-13T01:00:00Z"}'`,
        'It has an API and no pages: the links that kickoff prints do not open here.',
        '',
      ].join('\n'),
    );
  }
  await new Promise<void>((done) => {
    if (io.signal.aborted) done();
    io.signal.addEventListener('abort', () => done(), { once: true });
  });
  await served.close();
  save();
  return EXIT.done;
}

function faultOf(text: string): Fault {
  const fault = parseFault(text);
  if (fault) return fault;
  throw new KickoffError('usage', `"${text}" is no fault.`, {
    hint: 'Write WHAT[:WHEN][:METHOD][:PATH][@N][%P], for example 502:after:POST:issues@3, hangup%10, late::POST or 429=7.',
  });
}

function rateOf(text: string): Rate {
  const rate = parseRate(text);
  if (rate) return rate;
  throw new KickoffError('usage', `"${text}" is no rate.`, {
    hint: 'Write it like 20/s, 200/min, 200/min:creations or 20/s:bare.',
  });
}

function savedState(file: string | null): Pick<SandboxOptions, 'state'> {
  const text = file === null ? null : readText(file);
  if (text === null || text === '') return {};
  try {
    const state = JSON.parse(text) as State;
    if (state.version === 1) return { state };
  } catch {
    // Falls through to the error below: the file is somebody's, and is not overwritten.
  }
  throw new KickoffError('usage', `${file} is not a file of a sandbox.`, {
    hint: 'Name another file for --data, or remove it.',
  });
}
