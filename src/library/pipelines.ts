/** The schedule of a pipeline and the note of a plan: each is made once, found again, and never twice. */
import { KickoffError } from '../model/errors.ts';
import { Failure } from '../model/failure.ts';
import type { PipelineProject, Schedule } from '../model/pipelines.ts';
import { commentsOf, printComment } from '../record/comments.ts';
import { digest } from '../record/digest.ts';
import type { GitLab } from './connect.ts';

/** The description by which the schedule is found again. People may change all else. */
export const SCHEDULE = 'kickoff: nightly sync';

const NIGHTLY = '0 3 * * 1-6';

export interface EnsuredSchedule {
  schedule: Schedule;
  project: PipelineProject;
  isNew: boolean;
}

/**
 * Looks for the schedule of `project` (a full path), and makes it where there is none: at three in the morning of `timeZone`, Monday to
 * Saturday, on the default branch. One that is there stays as people left it. `isChecked` makes nothing and gives null for none. Throws
 * `KickoffError` where the token may not.
 */
export async function ensureSchedule(
  { pipelines, explain }: Pick<GitLab, 'pipelines' | 'explain'>,
  { project: path, timeZone, isChecked = false }: { project: string; timeZone: string; isChecked?: boolean },
): Promise<EnsuredSchedule | null> {
  const scope = { project: path, group: null, labelsIn: 'project', cohortLabel: '' } as const;
  const find = async (): Promise<Schedule | undefined> =>
    (await pipelines.schedules(path)).find(({ description }) => description === SCHEDULE);
  try {
    const project = await pipelines.project(path);
    const there = await find();
    if (there) return { schedule: there, project, isNew: false };
    if (isChecked) return null;
    const ref = project.defaultBranch ?? 'main';
    try {
      const wanted = { description: SCHEDULE, cron: NIGHTLY, timeZone, ref };
      return { schedule: await pipelines.createSchedule(path, wanted), project, isNew: true };
    } catch (error) {
      // The answer may be lost, and the schedule made.
      const made = error instanceof Failure && error.kind === 'ambiguous' ? await find() : undefined;
      if (made) return { schedule: made, project, isNew: true };
      if (!(error instanceof Failure) || error.kind !== 'invalid') throw error;
      throw new KickoffError('access', `The token's user may not schedule pipelines on ${ref} of ${path}.`, {
        undone: `No schedule was made. GitLab says: ${error.text}`,
        hint: `Use a token of a maintainer of ${path}, who may run pipelines on a protected branch, or make it by hand: Build, Pipeline schedules, ${NIGHTLY}.`,
      });
    }
  } catch (error) {
    if (error instanceof Failure && error.kind === 'forbidden')
      throw new KickoffError('access', `The token's user may not see or make schedules of ${path}.`, {
        undone: 'No schedule was made.',
        hint: 'Use a token of a maintainer of that project; Planner is enough for the sync itself.',
      });
    if (error instanceof Failure && error.kind === 'not-found')
      throw new KickoffError(
        'not-found',
        `The project ${path} is not found, or the token’s user may not see it.`,
        {
          undone: 'No schedule was made.',
          hint: 'Check --project; without it, the project is that of the git remote origin.',
        },
      );
    throw explain(error, scope, `looking at the pipeline schedules of ${path}`);
  }
}

const WORD = 'plan';

/** Characters; GitLab takes a million. Whoever reads so much reads the artifact. */
const MOST_NOTE = 100_000;

export interface PlanNote {
  /** Full path or id of the project of the merge request, and its number there. */
  project: string;
  iid: number;
  /** Key of the cohort: a merge request may touch several. */
  cohort: string;
  markdown: string;
}

/**
 * Writes a plan below a merge request: into the note that we wrote there before, or into a new one where there is none, or where people
 * changed it. Rejects with a `Failure`.
 */
export async function renewNote(
  { pipelines }: Pick<GitLab, 'pipelines'>,
  { project, iid, cohort, markdown }: PlanNote,
): Promise<'made' | 'renewed' | 'unchanged'> {
  const text =
    markdown.length <= MOST_NOTE
      ? markdown.trim()
      : `${markdown.split('\n').slice(0, 3).join('\n').trim()}\n\nThe whole plan is too long for a note; it is among the artifacts of the job.`;
  const body = `${printComment(WORD, [cohort, digest(text)])}\n${text}`;
  const [me, notes] = await Promise.all([pipelines.whoAmI(), pipelines.notes(project, iid)]);
  const ours = notes.find((note) => note.author === me.id && isUntouched(note.body, cohort));
  if (!ours) {
    await pipelines.createNote(project, iid, body);
    return 'made';
  }
  if (ours.body === body) return 'unchanged';
  await pipelines.updateNote(project, iid, ours.id, body);
  return 'renewed';
}

/** Whether a note is a plan of that cohort as we wrote it. */
function isUntouched(body: string, cohort: string): boolean {
  const marker = commentsOf(body).find(
    ({ word, args, start }) => start === 0 && word === WORD && args[0] === cohort,
  );
  return marker !== undefined && marker.args[1] === digest(body.slice(marker.end).trim());
}
