import { resolve } from 'node:path';
import { plan as planCohort } from '../../library/provision.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { isEmpty } from '../../model/plan.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession } from '../session.ts';
import { planAsMarkdown, planAsText } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';

export interface PlanFlags {
  host?: string | undefined;
  concurrency?: number | undefined;
  creationsPerMinute?: number | undefined;
  json?: boolean | undefined;
  markdown?: boolean | undefined;
  detailedExitcode?: boolean | undefined;
  out?: string | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function planCommand(io: Io, path: string, options: PlanFlags): Promise<ExitCode> {
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { ...options, emit: shown.emit });
  const { plan, checks } = await planCohort(session.cohort, session.gitlab, {
    emit: shown.emit,
    localTime: io.time,
  });
  shown.end();
  // A plan that is signed today is carried out another day.
  for (const { level, about, message, remedy } of checks)
    if (level === 'warning' && about === 'token') io.err(`! ${oneLine(message)} → ${oneLine(remedy)}\n`);
  if (options.out !== undefined)
    writeAtomically(resolve(io.cwd, options.out), `${JSON.stringify(plan, null, 2)}\n`);
  if (options.json) io.out(`${JSON.stringify(plan, null, 2)}\n`);
  else if (options.markdown) io.out(`${planAsMarkdown(plan)}\n`);
  else {
    io.out(`${planAsText(plan, painter(io, options.color), widthOf(io))}\n`);
    if (options.out !== undefined)
      io.out(`\nSaved as ${options.out}; provision --plan ${options.out} carries it out.\n`);
  }
  return options.detailedExitcode && !isEmpty(plan) ? EXIT.changes : EXIT.done;
}
