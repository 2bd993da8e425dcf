import { EXIT, type ExitCode, KickoffError } from '../../errors.ts';
import type { Placement } from '../../placement.ts';
import { oneLine } from '../../plain-text.ts';
import { isEmpty, type Plan } from '../../plan.ts';
import { shortDay } from '../../program/calendar.ts';
import type { Outcome } from '../../provision/apply.ts';
import { prepare } from '../../provision/provision.ts';
import type { Paint } from '../../scorecard/terminal.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession, type Session } from '../session.ts';
import { planAsText } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';

export interface ProvisionOptions {
  host?: string | undefined;
  concurrency?: number | undefined;
  creationsPerMinute?: number | undefined;
  yes?: boolean | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function provisionCommand(io: Io, path: string, options: ProvisionOptions): Promise<ExitCode> {
  const paint = painter(io, options.color);
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { ...options, emit: shown.emit });
  const { plan, apply } = await prepare(session.order, session.tracker, shown.emit);
  shown.end();
  const say = (text: string): void => (options.json ? undefined : io.out(`${text}\n`));
  say(planAsText(plan, paint, widthOf(io)));
  if (isEmpty(plan)) {
    if (options.json)
      io.out(
        `${JSON.stringify({ plan, outcome: { done: 0, failed: [], skipped: [], warnings: [] } }, null, 2)}\n`,
      );
    return EXIT.done;
  }
  if (!options.yes) {
    if (io.ask === null || options.json) {
      throw new KickoffError('usage', 'Nobody can be asked here.', {
        undone: 'Nothing was changed; the plan above is what would be done.',
        hint: 'Add --yes to carry the plan out without a question.',
      });
    }
    const answer = await io.ask('Carry this out? Only "yes" is taken: ');
    if (answer.trim() !== 'yes') {
      say('Nothing was changed.');
      return EXIT.error;
    }
  }
  const outcome = await apply();
  shown.end();
  if (options.json) {
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
  if (outcome.failed.length === 0 && outcome.skipped.length === 0 && !outcome.halted) {
    say(
      ['', ...links(session.placements, outcome, plan, paint), '', ...welcome(session, outcome, paint)].join(
        '\n',
      ),
    );
    return EXIT.done;
  }
  if (outcome.halted && (outcome.done.length === 0 || io.signal.aborted))
    throw session.explain(outcome.halted, 'writing');
  const why = outcome.halted ? session.explain(outcome.halted, 'writing') : null;
  throw new KickoffError(
    'partly-done',
    why instanceof Error ? why.message : 'Some steps could not be carried out.',
    {
      undone: `${outcome.done.length} of ${plan.steps.length} steps are done; ${outcome.failed.length} failed, ${outcome.skipped.length} were skipped.`,
      hint: 'Mend what is named above and run the same command again: it goes on where this run stopped.',
    },
  );
}

function describeOutcome(plan: Plan, { done, failed, skipped, warnings }: Outcome): string[] {
  return [
    `Done: ${done.length} of ${plan.steps.length} steps.`,
    ...failed.map(
      ({ step, message, unknown }) =>
        `  ✗ ${step.kind} ${oneLine(step.name)}: ${oneLine(message)}${unknown ? ' (perhaps done: the next run looks)' : ''}`,
    ),
    ...skipped.map(
      ({ step, because }) => `  – ${step.kind} ${oneLine(step.name)}: not done, because ${because}`,
    ),
    ...warnings.map((warning) => `  ! ${oneLine(warning)}`),
  ];
}

function links(placements: Placement[], { matched }: Outcome, plan: Plan, paint: Paint): string[] {
  const board = [...matched.values()].find((live) => live.kind === 'board');
  return [
    paint('bold', 'Links'),
    ...placements.flatMap(({ intern, epic }) => {
      const live = matched.get(epic);
      return live?.kind === 'epic' || live?.kind === 'issue' ? [`  ${intern.name}: ${live.url}`] : [];
    }),
    ...plan.links.map(({ title, url }) => {
      const query = url.slice(url.indexOf('?'));
      return `  ${oneLine(title)}: ${board?.kind === 'board' ? `${board.url}${query}` : url}`;
    }),
  ];
}

/** A text per intern to paste into a chat or a mail. */
function welcome({ placements, program }: Session, { matched }: Outcome, paint: Paint): string[] {
  return placements.flatMap((placement) => {
    const { intern, span, rotations, mentor } = placement;
    const live = matched.get(placement.epic);
    const url = live?.kind === 'epic' || live?.kind === 'issue' ? live.url : '';
    const first = rotations[0];
    return [
      paint('bold', `Welcome text for ${intern.name}`),
      `  Welcome, ${oneLine(intern.name)}! Your ${oneLine(program.title)} begins on ${shortDay(span.start)} ${span.start.slice(0, 4)}.`,
      `  Everything is in one place: ${url}`,
      ...(first
        ? [
            `  You start with ${oneLine(first.title)}; ${first.mentor ?? mentor} helps you there. Your primary mentor is ${mentor}.`,
          ]
        : [`  Your mentor is ${mentor}.`]),
      '  Each key result is an issue: tick boxes, note evidence, and close it when it is done.',
      '',
    ];
  });
}
