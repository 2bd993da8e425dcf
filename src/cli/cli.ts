/** The command line: flags → options → run. Each command loads what it needs when it runs, nothing before. */
import { Command, CommanderError, InvalidArgumentError } from '@commander-js/extra-typings';
import { EXIT, type ExitCode, KickoffError } from '../model/errors.ts';
import { printable } from '../text/plain-text.ts';
import { addAgenda } from './commands/agenda.flags.ts';
import { addApplication } from './commands/application.flags.ts';
import { addArchive } from './commands/archive.flags.ts';
import { addCalendar } from './commands/calendar.flags.ts';
import { addCheckin } from './commands/checkin.flags.ts';
import { addCompletion } from './commands/completion.flags.ts';
import { addDemo } from './commands/demo.flags.ts';
import { addDigest } from './commands/digest.flags.ts';
import { addDirectory } from './commands/directory.flags.ts';
import { addDoctor } from './commands/doctor.flags.ts';
import { addHandover } from './commands/handover.flags.ts';
import { addHelp } from './commands/help.flags.ts';
import { addImport } from './commands/import.flags.ts';
import { addInit } from './commands/init.flags.ts';
import { addInitCi } from './commands/init-ci.flags.ts';
import { addPipeline } from './commands/pipeline.flags.ts';
import { addPlan } from './commands/plan.flags.ts';
import { addProvision } from './commands/provision.flags.ts';
import { addReport } from './commands/report.flags.ts';
import { addRotations } from './commands/rotations.flags.ts';
import { addSandbox } from './commands/sandbox.flags.ts';
import { addSchema } from './commands/schema.flags.ts';
import { addSlip } from './commands/slip.flags.ts';
import { addSync } from './commands/sync.flags.ts';
import { addValidate } from './commands/validate.flags.ts';
import type { AddCommand } from './flags.ts';
import type { Io } from './io.ts';
import { reportError, withoutToken } from './report-error.ts';

/** In the order of the overview. */
const COMMANDS: [name: string, add: AddCommand][] = [
  ['demo', addDemo],
  ['init', addInit],
  ['plan', addPlan],
  ['provision', addProvision],
  ['sync', addSync],
  ['report', addReport],
  ['init-ci', addInitCi],
  ['archive', addArchive],
  ['application', addApplication],
  ['directory', addDirectory],
  ['doctor', addDoctor],
  ['validate', addValidate],
  ['rotations', addRotations],
  ['slip', addSlip],
  ['calendar', addCalendar],
  ['agenda', addAgenda],
  ['checkin', addCheckin],
  ['digest', addDigest],
  ['handover', addHandover],
  ['import', addImport],
  ['pipeline', addPipeline],
  ['schema', addSchema],
  ['sandbox', addSandbox],
  ['completion', addCompletion],
  ['help', addHelp],
];

/** Runs one command line (without node and script) and gives its exit code. Never throws. */
export async function run(argv: string[], outside: Io, version: string): Promise<ExitCode> {
  // Whatever carried the token here, it goes no further.
  const io: Io = {
    ...outside,
    out: (text) => outside.out(withoutToken(text, outside)),
    err: (text) => outside.err(withoutToken(text, outside)),
  };
  let code: ExitCode = EXIT.done;
  const program = programOf(io, version);
  const end = (result: ExitCode): void => {
    code = result;
  };
  // The options of the others are not needed to run one; all of them are for an overview, and for a name that is none.
  const named = COMMANDS.filter(([name]) => name === argv[0] && !['help', 'completion'].includes(name));
  for (const [, add] of named.length > 0 ? named : COMMANDS) add(program, { io, outside, run, end });
  try {
    const odd = argv.findIndex((each) => /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(each));
    if (odd >= 0)
      throw new KickoffError(
        'usage',
        `Argument ${odd + 1} holds a line break or another control character.`,
        {
          hint: 'Check the variable that it comes from.',
        },
      );
    if (argv.length === 0) {
      program.outputHelp();
      return EXIT.usage;
    }
    await program.parseAsync(argv, { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof InvalidArgumentError) {
      io.err(`✗ ${error.message}\n`);
      return EXIT.usage;
    }
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    return reportError(error, io);
  }
}

/** The program without its commands. */
function programOf(io: Io, version: string): Command {
  return (
    new Command('kickoff')
      .description('Turns a program template into work in GitLab, and the work back into a score.')
      .version(version, '-V, --version')
      .helpOption('-h, --help', 'help for a command')
      .helpCommand(false)
      .configureOutput({
        writeOut: io.out,
        writeErr: (text) => io.err(printable(text)),
        getOutHelpWidth: () => io.columns,
        getErrHelpWidth: () => io.columns,
      })
      // The first thing that a command works on is enough here; its own help has the rest.
      .configureHelp({
        subcommandTerm(command) {
          const [first, second] = command.registeredArguments;
          const of = first && `${first.name()}${first.variadic ? '…' : ''}`;
          const name = of && (first.required ? `<${of}>` : `[${of}]`);
          return [command.name(), ...(name ? [name] : []), ...(second ? ['…'] : [])].join(' ');
        },
      })
      .showHelpAfterError('→ kickoff --help shows what there is.')
      .exitOverride()
      .addHelpText(
        'after',
        `
Environment: GITLAB_TOKEN holds the token, GITLAB_HOST the GitLab, and
NO_COLOR is honoured.
Exit codes: 0 done, 1 error, 2 changes (only when asked for), 3 partly done,
4 token or rights, 64 usage, 75 temporary, 130 interrupted.`,
      )
  );
}
