import { checkinReport, planRitual } from '../../library/rituals.ts';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import type { RitualKind } from '../../rituals/ritual.ts';
import { oneLine } from '../../text/plain-text.ts';
import { carryOut } from '../carry-out.ts';
import { tellChat } from '../chat.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession } from '../session.ts';
import { planAsText } from '../show-plan.ts';
import { painter, widthOf } from '../style.ts';

export interface RitualFlags {
  host?: string | undefined;
  maxWait?: number | undefined;
  yes?: boolean | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

/** One ritual of a cohort: shown as a plan, agreed to, carried out, and told to a chat where one is set. */
export async function ritualCommand(
  io: Io,
  path: string,
  kind: RitualKind,
  options: RitualFlags,
): Promise<ExitCode> {
  const shown = progress(io, { quiet: options.quiet ?? false });
  const { cohort, gitlab, explain } = await openSession(io, path, { ...options, emit: shown.emit });
  const { rituals, prepared } = await planRitual(cohort, gitlab, kind, {
    emit: shown.emit,
    localTime: io.time,
  });
  shown.end();
  if (prepared === null) {
    io.out(options.json ? `${JSON.stringify({ plan: null, outcome: null })}\n` : 'Nothing is due.\n');
    return EXIT.done;
  }
  const { code, outcome } = await carryOut(io, prepared, {
    shown: planAsText(prepared.plan, painter(io, options.color), widthOf(io)),
    allowed: new Set(),
    yes: options.yes ?? false,
    json: options.json ?? false,
    agree: null,
    explain,
    end: shown.end,
  });
  const made = new Set(
    outcome?.done.flatMap((step) => (step.action === 'create' && step.kind === 'issue' ? [step.key] : [])) ??
      [],
  );
  const lines = rituals
    .filter(({ key }) => made.has(key))
    .map(({ key, chat }) => {
      const live = outcome?.matched.get(key);
      return live?.kind === 'issue' ? `${oneLine(chat)}: ${live.url}` : oneLine(chat);
    });
  await tellChat(io, lines);
  return code;
}

export async function checkinReportCommand(io: Io, path: string, options: RitualFlags): Promise<ExitCode> {
  const { cohort, gitlab } = await openSession(io, path, { ...options, emit: () => {}, readsOnly: true });
  const { today, weeks } = await checkinReport(cohort, gitlab);
  const rows = weeks.map(({ enrolment: { intern, manager }, live, answers }) => ({
    intern: intern.username,
    manager,
    url: live?.url ?? null,
    internMissing: answers.filter((each) => !each.intern).map(({ day }) => day),
    managerMissing: answers.filter((each) => each.intern && !each.manager).map(({ day }) => day),
  }));
  if (options.json) {
    io.out(`${JSON.stringify({ today, interns: rows }, null, 2)}\n`);
    return EXIT.done;
  }
  for (const { intern, manager, url, internMissing, managerMissing } of rows) {
    if (url === null) io.out(`${oneLine(intern)}: no check-in this week\n`);
    else if (internMissing.length + managerMissing.length === 0)
      io.out(`✓ ${oneLine(intern)}: all answered\n`);
    if (internMissing.length > 0)
      io.out(`! ${oneLine(intern)} has not answered: ${internMissing.join(', ')}\n`);
    if (managerMissing.length > 0)
      io.out(`! ${oneLine(manager)} has not read ${oneLine(intern)}: ${managerMissing.join(', ')}\n`);
  }
  return EXIT.done;
}
