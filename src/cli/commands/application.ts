import { planApplication } from '../../library/application.ts';
import { scopeOf } from '../../library/cohort.ts';
import { isOver } from '../../model/dates.ts';
import { EXIT, type ExitCode, InvalidInput, KickoffError } from '../../model/errors.ts';
import { LABEL } from '../../model/labels.ts';
import { fullPath, url, username } from '../../program/basics.ts';
import type { Directory, Slot } from '../../program/directory-schema.ts';
import { loadDirectory } from '../../program/load-directory.ts';
import type { Application } from '../../program/program-schema.ts';
import { type Applicant, applicationsOf, slotInWords } from '../../program/wanted-application.ts';
import { oneLine } from '../../text/plain-text.ts';
import { carryOut } from '../carry-out.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { hostOf, openConnection, sourcesOf } from '../session.ts';
import { planAsText } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';

export interface ApplicationFlags {
  host?: string | undefined;
  mentor?: string | undefined;
  yes?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

/** Opens the issue of one applicant; `who` is the key of an application of the program. */
export async function applicationCommand(
  io: Io,
  path: string,
  who: string,
  name: string,
  flags: ApplicationFlags,
): Promise<ExitCode> {
  const { file, directory, program: found } = loadDirectory(path, sourcesOf(io));
  if (found === null || directory.gitlab === undefined) {
    const missing = [
      ...(found === null ? [file.problem([], 'needs `program`: what applications are for')] : []),
      ...(directory.gitlab === undefined
        ? [file.problem([], 'needs `gitlab`, with the project in which applications are opened')]
        : []),
    ];
    throw new InvalidInput(missing);
  }
  const { program } = found;
  const place = directory.gitlab;
  const application = program.applications.find(({ key }) => key === who);
  if (!application) {
    throw new KickoffError('usage', `"${oneLine(who)}" is no application of ${oneLine(program.title)}.`, {
      hint:
        program.applications.length === 0
          ? 'The program has none; write them under `applications`.'
          : `There are ${applicationsOf(program)}.`,
    });
  }
  const applicant = applicantOf(application, name, hostOf(io, flags.host));
  const today = new Date(io.time()).toISOString().slice(0, 10);
  const slot = flags.mentor === undefined ? null : slotOf(directory, flags.mentor, applicant, today);
  const shown = progress(io, { quiet: flags.quiet ?? false });
  const { emit } = shown;
  const connection = await openConnection(io, { host: flags.host, emit });
  const prepared = await planApplication(
    { directory, program: found, gitlab: place },
    { application, applicant, slot, today, localTime: io.time },
    connection,
    emit,
  );
  shown.end();
  const stranger = prepared.plan.notes.find(({ code }) => code === 'person');
  const known = [...prepared.matched.values()].find((live) => live.kind === 'issue');
  if (stranger && !known) {
    throw new KickoffError('refused', `"${oneLine(applicant.name)}" is nobody’s user name on this GitLab.`, {
      undone: 'Nothing was changed.',
      hint: 'Check the spelling, or wait until the account exists.',
    });
  }
  const { code, outcome } = await carryOut(io, prepared, {
    shown: planAsText(prepared.plan, painter(io, flags.color), widthOf(io)),
    allowed: new Set(),
    yes: flags.yes ?? false,
    json: false,
    agree: null,
    explain: (error, doing) =>
      connection.explain(error, scopeOf(place, LABEL.applications(program.key)), doing),
    end: shown.end,
  });
  if (code !== EXIT.done) return code;
  const { matched } = outcome ?? prepared;
  const issue = [...matched.values()].find((live) => live.kind === 'issue');
  if (issue) io.out(`\nThe application: ${issue.url}\n`);
  if (issue?.state === 'closed') io.out('It is closed. Open it again to apply once more.\n');
  else if (slot && known)
    io.out(`It was there before: its line "Slot" says what the applicant wants, and is left.\n`);
  return code;
}

/** A person by user name; a project by its full path on this GitLab, or by its address anywhere. */
function applicantOf(application: Application, name: string, host: string): Applicant {
  const bare = name.replace(/^@/, '');
  if (application.by === 'person') {
    // GitLab does not tell user names apart by case, and neither may their applications be.
    const own = bare.toLowerCase();
    if (username.safeParse(own).success) return { key: own, name: own, url: null };
    throw new KickoffError('usage', `"${oneLine(name)}" is no user name.`, {
      hint: 'Write the GitLab user name of who applies.',
    });
  }
  const address = url.safeParse(name);
  if (address.success) {
    const { host: where, origin, pathname, username: user, password } = new URL(address.data);
    if (user !== '' || password !== '') {
      throw new KickoffError('usage', 'The address of the project holds a user name or a password.', {
        hint: 'Write it without: the application shows it to everybody.',
      });
    }
    const path = pathname.replace(/\/+$/, '').replace(/\.git$/, '');
    return {
      key: encodeURI(`${where}${path}`).toLowerCase(),
      name: `${where}${path}`,
      url: `${origin}${path}`,
    };
  }
  const given = bare.replace(/^\/+|\/+$/g, '').replace(/\.git$/, '');
  if (fullPath.safeParse(given).success && given.includes('/')) {
    const base = new URL(host);
    return {
      key: `${base.host}/${given}`.toLowerCase(),
      name: given,
      url: `${base.origin}${base.pathname.replace(/\/+$/, '')}/${given}`,
    };
  }
  throw new KickoffError('usage', `"${oneLine(name)}" is no project.`, {
    hint: 'Write its full path, like group/project, or its web address.',
  });
}

/** The mentor's first free slot, or the one that the applicant has already. */
function slotOf({ slots }: Directory, mentor: string, { key }: Applicant, today: string): Slot {
  const bare = mentor.replace(/^@/, '').toLowerCase();
  const theirs = slots.filter((slot) => slot.mentor.toLowerCase() === bare);
  const listed = slots.map(slotInWords).join('; ');
  if (theirs.length === 0) {
    throw new KickoffError('usage', `${oneLine(mentor)} has no slot in the directory.`, {
      hint: slots.length === 0 ? 'It holds no slots.' : `There are: ${listed}.`,
    });
  }
  const slot =
    theirs.find(({ taken_by }) => taken_by?.toLowerCase() === key) ??
    theirs.find(({ taken_by, time }) => taken_by === undefined && !isOver(time, today));
  if (slot) return slot;
  throw new KickoffError(
    'refused',
    `${theirs.length === 1 ? 'The slot' : 'Every slot'} of ${oneLine(mentor)} is ${theirs.every(({ taken_by }) => taken_by !== undefined) ? 'taken' : 'taken or over'}.`,
    { undone: 'Nothing was changed.', hint: `Slots: ${listed}.` },
  );
}
