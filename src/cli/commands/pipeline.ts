/** A child pipeline: GitLab's runners are the engine that syncs many cohorts at once. */
import { resolve } from 'node:path';
import { childPipeline } from '../../ci/pipeline.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { cohortsOf, soundCohorts, toolOf } from '../ci-files.ts';
import { type Io, writeAtomically } from '../io.ts';
import { imageOf } from './init-ci.ts';

export interface PipelineFlags {
  out?: string | undefined;
  image: string;
  from?: string | undefined;
  cohortsPerJob?: number | undefined;
  rituals?: boolean | undefined;
}

export async function pipelineCommand(io: Io, paths: string[], flags: PipelineFlags): Promise<ExitCode> {
  const cohorts = cohortsOf(io, paths);
  soundCohorts(io, cohorts);
  const text = childPipeline(cohorts, {
    tool: toolOf(flags.from),
    image: imageOf(flags.image),
    perJob: flags.cohortsPerJob ?? 1,
    rituals: flags.rituals ?? false,
  });
  if (flags.out === undefined) io.out(text);
  else writeAtomically(resolve(io.cwd, flags.out), text);
  return EXIT.done;
}
