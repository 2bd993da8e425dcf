import { resolve } from 'node:path';
import type { PlanNote } from '../../library/pipelines.ts';
import { plan as planCohort } from '../../library/provision.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { Failure } from '../../model/failure.ts';
import { isEmpty } from '../../model/plan.ts';
import { oneLine } from '../../text/plain-text.ts';
import { type Io, writeAtomically } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession, type Session } from '../session.ts';
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
  note?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

export async function planCommand(io: Io, path: string, options: PlanFlags): Promise<ExitCode> {
  const request = options.note ? mergeRequestOf(io) : null;
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
      io.out(
        `\nSaved as ${options.out}; provision --plan ${options.out} ${plan.refusals.length === 0 ? 'carries it out' : 'carries it out with what is said above'}.\n`,
      );
  }
  if (request)
    await writeNote(io, session, {
      ...request,
      cohort: session.cohort.cohort.cohort,
      markdown: planAsMarkdown(plan),
    });
  return options.detailedExitcode && !isEmpty(plan) ? EXIT.changes : EXIT.done;
}

/** The merge request whose pipeline this is, as GitLab tells its jobs. */
function mergeRequestOf({ env }: Io): { project: string; iid: number } {
  const iid = Number(env.CI_MERGE_REQUEST_IID);
  // Of a fork's merge request the pipeline may be the fork's.
  const project = env.CI_MERGE_REQUEST_PROJECT_ID ?? env.CI_PROJECT_ID ?? '';
  if (Number.isInteger(iid) && iid > 0 && project !== '') return { project, iid };
  throw new KickoffError('usage', '--note needs the pipeline of a merge request.', {
    hint: 'GitLab sets CI_MERGE_REQUEST_IID and CI_PROJECT_ID in it. Elsewhere: --markdown.',
  });
}

/** A plan stands without its note: why there is none is said, and nothing stops. */
async function writeNote(io: Io, { gitlab, explain }: Session, note: PlanNote): Promise<void> {
  const { renewNote } = await import('../../library/pipelines.ts');
  try {
    const done = await renewNote(gitlab, note);
    io.err(`The note of the plan below !${note.iid} ${NOTED[done]}.\n`);
  } catch (error) {
    // What is not found there is the merge request, not the cohort's project.
    const isAbsent = error instanceof Failure && error.kind === 'not-found';
    if (isAbsent) {
      io.err(
        `! The plan stands in no note: the merge request !${note.iid} of project ${oneLine(note.project)} is not found, or the token’s user may not see it (Reporter).\n`,
      );
      return;
    }
    const told = explain(error, `writing the plan below !${note.iid}`);
    if (!(told instanceof KickoffError) || told.code === 'interrupted') throw told;
    io.err(
      `! The plan stands in no note below !${note.iid}: ${oneLine(told.message)} A note needs the role Reporter in the project of the merge request.\n`,
    );
  }
}

const NOTED = { made: 'is written', renewed: 'is renewed', unchanged: 'is as it should be' } as const;
