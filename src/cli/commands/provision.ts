import { resolve } from 'node:path';
import type { LoadedCohort } from '../../library/cohort.ts';
import { readText } from '../../library/files.ts';
import { plan as planCohort } from '../../library/provision.ts';
import { shortDay } from '../../model/dates.ts';
import { type ExitCode, KickoffError } from '../../model/errors.ts';
import type { Plan } from '../../model/plan.ts';
import type { Enrolment } from '../../program/enrolment.ts';
import type { Outcome } from '../../provision/apply/outcome.ts';
import { ALLOWABLE } from '../../provision/checks/guard.ts';
import type { Paint } from '../../scorecard/render/terminal-parts.ts';
import { oneLine } from '../../text/plain-text.ts';
import { carryOut } from '../carry-out.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession } from '../session.ts';
import { planAsText } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';

export interface ProvisionFlags {
  host?: string | undefined;
  concurrency?: number | undefined;
  creationsPerMinute?: number | undefined;
  maxWait?: number | undefined;
  yes?: boolean | undefined;
  plan?: string | undefined;
  allow: string[];
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function provisionCommand(io: Io, path: string, options: ProvisionFlags): Promise<ExitCode> {
  const paint = painter(io, options.color);
  const allowed = allowedOf(options.allow);
  if (options.json && !options.yes && options.plan === undefined) {
    throw new KickoffError('usage', '--json needs --yes.', {
      hint: 'To look only, run kickoff plan --json.',
    });
  }
  const signed = options.plan === undefined ? null : readSigned(io, options.plan);
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { ...options, emit: shown.emit });
  const { cohort, gitlab } = session;
  const prepared = await planCohort(cohort, gitlab, { emit: shown.emit, localTime: io.time });
  shown.end();
  const { code, outcome } = await carryOut(io, prepared, {
    shown: planAsText(prepared.plan, paint, widthOf(io)),
    allowed,
    yes: options.yes ?? false,
    json: options.json ?? false,
    agree: signed === null ? null : (plan) => sameAs(signed, plan),
    explain: session.explain,
    end: shown.end,
  });
  if (outcome && !options.json) {
    const { plan } = prepared;
    io.out(
      `${[
        '',
        ...links(cohort.enrolments, outcome, plan, paint),
        '',
        ...welcome(cohort, outcome, plan, paint),
      ].join('\n')}\n`,
    );
  }
  return code;
}

function allowedOf(given: string[]): Set<string> {
  const wrong = given.find((what) => !ALLOWABLE.some((each) => each === what));
  if (wrong === undefined) return new Set(given);
  throw new KickoffError('usage', `"${wrong}" cannot be allowed.`, {
    hint: `There are ${ALLOWABLE.join(' and ')}.`,
  });
}

/** Bytes; a plan for one intern has a thousandth of it. */
const MOST_PLAN = 64_000_000;

/** A plan that somebody saved, looked at and agreed to. */
function readSigned(io: Io, path: string): Plan {
  const text = readText(resolve(io.cwd, path), MOST_PLAN);
  if (text === null)
    throw new KickoffError('not-found', `The plan ${path} does not exist.`, {
      hint: 'Make it with kickoff plan --out.',
    });
  let plan: Partial<Plan> | null = null;
  try {
    plan = JSON.parse(text) as Partial<Plan> | null;
  } catch {
    // Falls through: it is no plan.
  }
  if (Array.isArray(plan?.steps) && plan.steps.every((step) => typeof step?.name === 'string')) {
    if (plan.version === 2) return plan as Plan;
    throw new KickoffError(
      'invalid-input',
      `${path} is a plan of version ${plan.version}; this kickoff makes version 2.`,
      {
        hint: 'Make it anew with kickoff plan --out, and have it signed again.',
      },
    );
  }
  throw new KickoffError('invalid-input', `${path} is not a plan.`, {
    hint: 'Make it with kickoff plan --out.',
  });
}

/** Nothing happens that the signed plan did not show: host, project and every step must be the same. */
function sameAs(signed: Plan, now: Plan): void {
  const essence = ({ host, project, cohort, steps }: Plan): string =>
    JSON.stringify({ host, project, cohort, steps });
  if (essence(signed) === essence(JSON.parse(JSON.stringify(now)) as Plan)) return;
  const names = (plan: Plan): Set<string> =>
    new Set(plan.steps.map((step) => `${step.action} ${step.kind} ${oneLine(step.name)}`));
  const gone = [...names(signed)].filter((name) => !names(now).has(name));
  const come = [...names(now)].filter((name) => !names(signed).has(name));
  const told = [...gone.map((name) => `no longer: ${name}`), ...come.map((name) => `new: ${name}`)].slice(
    0,
    5,
  );
  throw new KickoffError(
    'refused',
    `The world has moved since the plan was made on ${signed.today}${told.length > 0 ? ` (${told.join('; ')})` : ''}.`,
    {
      undone: 'Nothing was changed.',
      hint: 'Make the plan again with kickoff plan --out, look at it, and carry that one out.',
    },
  );
}

function links(enrolments: Enrolment[], { matched }: Outcome, plan: Plan, paint: Paint): string[] {
  return [
    paint('bold', 'Links'),
    ...enrolments.flatMap(({ intern, epic }) => {
      const live = matched.get(epic);
      return live?.kind === 'epic' || live?.kind === 'issue' ? [`  ${intern.name}: ${live.url}`] : [];
    }),
    ...enrolments.flatMap(({ intern }) => {
      const url = boardUrl(plan, matched, intern.name);
      return url === null ? [] : [`  Board of ${oneLine(intern.name)}: ${url}`];
    }),
  ];
}

/** The board filtered by intern, with the number it has now. */
function boardUrl(plan: Plan, matched: Outcome['matched'], intern: string): string | null {
  const board = [...matched.values()].find((live) => live.kind === 'board');
  const link = plan.links.find(({ title }) => title === `Board of ${intern}`);
  return link && board?.kind === 'board' ? `${board.url}${link.url.slice(link.url.indexOf('?'))}` : null;
}

/** A text per new intern to paste into a chat or a mail. */
function welcome(
  { enrolments, program }: LoadedCohort,
  { matched, done }: Outcome,
  plan: Plan,
  paint: Paint,
): string[] {
  const isNew = (key: string): boolean => done.some((step) => step.action === 'create' && step.key === key);
  return enrolments
    .filter(({ epic }) => isNew(epic))
    .flatMap((enrolment) => {
      const { intern, span, rotations, mentor } = enrolment;
      const live = matched.get(enrolment.epic);
      const url = live?.kind === 'epic' || live?.kind === 'issue' ? live.url : '';
      const first = rotations[0];
      const board = boardUrl(plan, matched, intern.name);
      return [
        paint('bold', `Welcome text for ${intern.name}`),
        `  Welcome, ${oneLine(intern.name)}! Your ${oneLine(program.title)} begins on ${shortDay(span.start)} ${span.start.slice(0, 4)}.`,
        `  Everything is in one place: ${url}`,
        ...(first
          ? [
              `  You start with ${oneLine(first.title)}; ${first.mentor ?? mentor} helps you there. Your primary mentor is ${mentor}.`,
            ]
          : [`  Your mentor is ${mentor}.`]),
        ...(board === null ? [] : [`  Your board: ${board}`]),
        '  Each key result is an issue: tick boxes, note evidence, and close it when it is done.',
        '',
      ];
    });
}
