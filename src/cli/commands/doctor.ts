import { plan } from '../../library/provision.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import { many, oneLine } from '../../text/plain-text.ts';
import type { Io } from '../io.ts';
import { progress } from '../progress.ts';
import { openSession } from '../session.ts';
import { painter } from '../style.ts';

export interface DoctorFlags {
  host?: string | undefined;
  json?: boolean | undefined;
  quiet?: boolean | undefined;
  color: boolean;
}

const SIGN = { ok: ['✓', 'green'], warning: ['!', 'yellow'], problem: ['✗', 'red'] } as const;

/** Looks at token, rights, people, names, limits and clocks before anything is written. */
export async function doctorCommand(
  io: Io,
  path: string | undefined,
  options: DoctorFlags,
): Promise<ExitCode> {
  if (path === undefined)
    throw new KickoffError('usage', 'No cohort file is named.', {
      hint: 'Write kickoff doctor cohort.yaml; or kickoff doctor --token, which needs none.',
    });
  const paint = painter(io, options.color);
  const shown = progress(io, { quiet: options.quiet ?? false });
  const session = await openSession(io, path, { host: options.host, emit: shown.emit });
  const { checks } = await plan(session.cohort, session.gitlab, { emit: shown.emit, localTime: io.time });
  shown.end();
  if (options.json) io.out(`${JSON.stringify({ schemaVersion: 1, checks }, null, 2)}\n`);
  else {
    for (const { level, message, remedy } of checks) {
      const [sign, color] = SIGN[level];
      io.out(
        `${paint(color, sign)} ${oneLine(message)}\n${remedy === '' ? '' : `    → ${oneLine(remedy)}\n`}`,
      );
    }
    const count = (level: keyof typeof SIGN): number =>
      checks.filter((check) => check.level === level).length;
    io.out(
      `\n${paint('bold', `${many(count('problem'), 'problem')}, ${many(count('warning'), 'warning')}, ${count('ok')} fine.`)}\n`,
    );
  }
  const worst = checks.find(({ level }) => level === 'problem');
  if (!worst) return EXIT.done;
  return checks.some(({ level, about }) => level === 'problem' && (about === 'token' || about === 'rights'))
    ? EXIT.access
    : EXIT.error;
}
