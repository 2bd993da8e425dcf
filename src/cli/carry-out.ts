/** From a plan to what became of it: shown, agreed to, carried out, told. For every command that has a plan. */
import { EXIT, type ExitCode, KickoffError } from '../model/errors.ts';
import { Failure, isPassing } from '../model/failure.ts';
import { isEmpty, type Plan } from '../model/plan.ts';
import { isWhole, type Outcome } from '../provision/apply/outcome.ts';
import type { Check } from '../provision/checks/check.ts';
import { refuse } from '../provision/checks/guard.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Io } from './io.ts';

export interface CarryOutOptions {
  /** The plan as people see it. */
  shown: string;
  /** What is allowed although the plan is refused for it. */
  allowed: Set<string>;
  /** Somebody agreed already. */
  yes: boolean;
  /** The result as JSON, and nothing else. */
  json: boolean;
  /** Agrees in place of a person, or throws; null where a person is asked. */
  agree: ((plan: Plan) => void) | null;
  explain(error: unknown, doing: string): unknown;
  /** Ends the line of progress. */
  end(): void;
}

export interface ToCarryOut {
  plan: Plan;
  checks: Check[];
  apply(): Promise<Outcome>;
}

/** `outcome` is there only when steps were carried out, all of them. */
export async function carryOut(
  io: Io,
  { plan, checks, apply }: ToCarryOut,
  { shown, allowed, yes, json, agree, explain, end }: CarryOutOptions,
): Promise<{ code: ExitCode; outcome: Outcome | null }> {
  const say = (text: string): void => (json ? undefined : io.out(`${text}\n`));
  say(shown);
  if (isEmpty(plan)) {
    if (json) io.out(asJson(plan, null));
    return { code: EXIT.done, outcome: null };
  }
  for (const { level, message, remedy } of checks) {
    if (level === 'warning') io.err(`! ${oneLine(message)} → ${oneLine(remedy)}\n`);
  }
  refuse(plan, checks, allowed);
  if (agree) agree(plan);
  else if (!yes) {
    if (!(await agreed(json ? { ...io, ask: null } : io))) return { code: EXIT.error, outcome: null };
  }
  const outcome = await apply();
  end();
  if (json) io.out(asJson(plan, outcome));
  say(['', ...describeOutcome(plan, outcome)].join('\n'));
  if (!isWhole(outcome)) throw unfinished(plan, outcome, io, explain);
  return { code: EXIT.done, outcome };
}

/** Plan and outcome for programs. */
function asJson(plan: Plan, outcome: Outcome | null): string {
  const brief = {
    done: outcome?.done.length ?? 0,
    failed: (outcome?.failed ?? []).map(({ step, message, unknown }) => ({
      key: step.key,
      message,
      unknown,
    })),
    incomplete: outcome?.incomplete ?? [],
    skipped: (outcome?.skipped ?? []).map(({ step, because }) => ({ key: step.key, because })),
    warnings: outcome?.warnings ?? [],
  };
  return `${JSON.stringify({ plan, outcome: brief }, null, 2)}\n`;
}

/** The failure of a run that did not do all of its steps. */
export function unfinished(
  plan: Plan,
  { done, failed, skipped, incomplete, halted }: Outcome,
  io: Io,
  explain: CarryOutOptions['explain'],
): unknown {
  const why = halted ?? null;
  if (why && (done.length === 0 || io.signal.aborted)) return explain(why, 'writing');
  const told = why ? explain(why, 'writing') : null;
  // What passes by itself is mended by the same command, and a pipeline may try it again.
  const passes =
    why === null &&
    failed.length > 0 &&
    incomplete.length === 0 &&
    failed.every(({ error }) => error instanceof Failure && isPassing(error));
  const isTemporary = passes || (why instanceof KickoffError && why.exitCode === EXIT.temporary);
  return new KickoffError(
    isTemporary ? 'unreachable' : 'partly-done',
    told instanceof Error ? told.message : 'Some steps could not be carried out.',
    {
      undone: `${done.length} of ${plan.steps.length} steps are done; ${failed.length} failed, ${skipped.length} were skipped.`,
      hint: isTemporary
        ? 'Run the same command again later: it goes on where this run stopped.'
        : 'Mend what is named above and run the same command again: it goes on where this run stopped.',
    },
  );
}

/** Asks on the terminal; where nobody can answer it is an error, since no answer is no yes. */
async function agreed(io: Io): Promise<boolean> {
  if (io.ask === null) {
    throw new KickoffError('usage', 'Nobody can be asked here.', {
      undone: 'Nothing was changed; the plan above is what would be done.',
      hint: 'Add --yes to carry it out without a question.',
    });
  }
  if ((await io.ask('Carry this out? Only "yes" is taken: ')).trim() === 'yes') return true;
  io.out('Nothing was changed.\n');
  return false;
}

function describeOutcome(
  plan: Plan,
  { done, left, failed, skipped, resolved, incomplete, warnings }: Outcome,
): string[] {
  return [
    `Done: ${done.length} of ${plan.steps.length} steps.`,
    ...failed.map(
      ({ step, message, unknown }) =>
        `  ✗ ${step.kind} ${oneLine(step.name)}: ${oneLine(message)}${unknown ? ' (perhaps done: the next run looks)' : ''}`,
    ),
    ...skipped.map(
      ({ step, because }) => `  – ${step.kind} ${oneLine(step.name)}: not done, because ${because}`,
    ),
    ...left.map(({ step, because }) => `  · ${step.kind} ${oneLine(step.name)}: left, because ${because}`),
    ...incomplete.map((line) => `  ✗ ${oneLine(line)}`),
    ...resolved.map((line) => `  ~ ${oneLine(line)}`),
    ...warnings.map((warning) => `  ! ${oneLine(warning)}`),
  ];
}
