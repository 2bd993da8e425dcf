/** From a plan to what became of it: shown, agreed to, carried out, told. For every command that has a plan. */
import { EXIT, type ExitCode, KickoffError } from '../model/errors.ts';
import { isEmpty, type Plan } from '../model/plan.ts';
import type { Outcome } from '../provision/apply/apply.ts';
import type { Prepared } from '../provision/prepare.ts';
import type { Paint } from '../scorecard/render/terminal.ts';
import { oneLine } from '../text/plain-text.ts';
import type { Io } from './io.ts';
import { planAsText } from './show-plan.ts';
import { widthOf } from './style.ts';

export interface CarryOutOptions {
  paint: Paint;
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

/** `outcome` is there only when steps were carried out, all of them. */
export async function carryOut(
  io: Io,
  { plan, checks, apply }: Prepared,
  { paint, allowed, yes, json, agree, explain, end }: CarryOutOptions,
): Promise<{ code: ExitCode; outcome: Outcome | null }> {
  const say = (text: string): void => (json ? undefined : io.out(`${text}\n`));
  say(planAsText(plan, paint, widthOf(io)));
  if (isEmpty(plan)) {
    const outcome = { done: 0, failed: [], skipped: [], warnings: [] };
    if (json) io.out(`${JSON.stringify({ plan, outcome }, null, 2)}\n`);
    return { code: EXIT.done, outcome: null };
  }
  for (const { level, message, remedy } of checks) {
    if (level === 'warning') io.err(`! ${message} → ${remedy}\n`);
  }
  const problems = checks.filter(({ level }) => level === 'problem');
  const worst = problems.find(({ about }) => about === 'token' || about === 'rights') ?? problems[0];
  if (worst) {
    throw new KickoffError(
      worst.about === 'token' || worst.about === 'rights' ? 'access' : 'refused',
      problems.map(({ message }) => message).join(' '),
      { undone: 'Nothing was changed.', hint: problems.map(({ remedy }) => remedy).join(' ') },
    );
  }
  const refused = plan.refusals.filter(({ what }) => !allowed.has(what));
  if (refused.length > 0) {
    throw new KickoffError(
      'refused',
      `The plan is not carried out: ${refused.map(({ because }) => because).join('; ')}.`,
      {
        undone: 'Nothing was changed.',
        hint: `Look at the plan above. If it is what you want, add ${refused.map(({ what }) => `--allow ${what}`).join(' ')}.`,
      },
    );
  }
  if (agree) agree(plan);
  else if (!yes) {
    if (!(await agreed(json ? { ...io, ask: null } : io))) return { code: EXIT.error, outcome: null };
  }
  const outcome = await apply();
  end();
  if (json) {
    const { done, failed, skipped, warnings } = outcome;
    const brief = {
      done: done.length,
      failed: failed.map(({ step, ...rest }) => ({ key: step.key, ...rest })),
      skipped: skipped.map(({ step, because }) => ({ key: step.key, because })),
      warnings,
    };
    io.out(`${JSON.stringify({ plan, outcome: brief }, null, 2)}\n`);
  }
  say(['', ...describeOutcome(plan, outcome)].join('\n'));
  if (outcome.failed.length === 0 && outcome.skipped.length === 0 && !outcome.halted)
    return { code: EXIT.done, outcome };
  if (outcome.halted && (outcome.done.length === 0 || io.signal.aborted))
    throw explain(outcome.halted, 'writing');
  const why = outcome.halted ? explain(outcome.halted, 'writing') : null;
  throw new KickoffError(
    'partly-done',
    why instanceof Error ? why.message : 'Some steps could not be carried out.',
    {
      undone: `${outcome.done.length} of ${plan.steps.length} steps are done; ${outcome.failed.length} failed, ${outcome.skipped.length} were skipped.`,
      hint: 'Mend what is named above and run the same command again: it goes on where this run stopped.',
    },
  );
}

/** Asks on the terminal; where nobody can answer it is an error, since no answer is no yes. */
export async function agreed(io: Io): Promise<boolean> {
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

function describeOutcome(plan: Plan, { done, failed, skipped, resolved, warnings }: Outcome): string[] {
  return [
    `Done: ${done.length} of ${plan.steps.length} steps.`,
    ...failed.map(
      ({ step, message, unknown }) =>
        `  ✗ ${step.kind} ${oneLine(step.name)}: ${oneLine(message)}${unknown ? ' (perhaps done: the next run looks)' : ''}`,
    ),
    ...skipped.map(
      ({ step, because }) => `  – ${step.kind} ${oneLine(step.name)}: not done, because ${because}`,
    ),
    ...resolved.map((line) => `  ~ ${oneLine(line)}`),
    ...warnings.map((warning) => `  ! ${oneLine(warning)}`),
  ];
}
