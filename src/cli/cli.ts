/** The command line: flags → options → run. Each command loads what it needs when it runs, nothing before. */
import { Command, CommanderError, InvalidArgumentError, Option } from '@commander-js/extra-typings';
import { EXIT, type ExitCode } from '../model/errors.ts';
import type { Io } from './io.ts';
import { reportError, withoutToken } from './report-error.ts';

const MAIN = 'Start here:';
const MORE = 'Also:';

function portNumber(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('It must be 0 to 65535.');
  return port;
}

const host = (): Option<'--host <url>', undefined, undefined, undefined, false, string> =>
  new Option('--host <url>', 'GitLab to talk to; else GITLAB_HOST, GITLAB_URI, GITLAB_URL or CI_SERVER_URL');
const color = (): Option<'--no-color', undefined, undefined, undefined, false, boolean> =>
  new Option('--no-color', 'no colours, as NO_COLOR says too');
const quiet = (): Option<'--quiet', undefined, undefined, undefined, false, boolean> =>
  new Option('--quiet', 'no progress on standard error');

const examples = (...lines: string[]): string =>
  `\nExamples:\n${lines.map((line) => `  $ ${line}`).join('\n')}\n`;

/** Runs one command line (without node and script) and gives its exit code. Never throws. */
export async function run(argv: string[], outside: Io, version: string): Promise<ExitCode> {
  // Whatever carried the token here, it goes no further.
  const io: Io = {
    ...outside,
    out: (text) => outside.out(withoutToken(text, outside)),
    err: (text) => outside.err(withoutToken(text, outside)),
  };
  let code: ExitCode = EXIT.done;
  const program = new Command('kickoff')
    .description('Turns a program template into work in GitLab, and the work back into a score.')
    .version(version, '-V, --version')
    .helpOption('-h, --help', 'help for a command')
    .helpCommand('help [command]', 'help for a command')
    .configureOutput({
      writeOut: io.out,
      writeErr: io.err,
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
    );

  program
    .command('demo')
    .helpGroup(MAIN)
    .description('see the whole way in seconds: a sandbox GitLab, a plan, eight weeks of work, the score')
    .option('--tier <tier>', 'free, premium or ultimate', 'premium')
    .option('--out <folder>', 'where the scorecard files go', 'kickoff-out')
    .addOption(color())
    .addHelpText('after', examples('kickoff demo', 'kickoff demo --out /tmp/demo'))
    .action(async (options) => {
      code = await (await import('./commands/demo.ts')).demoCommand(
        io,
        {
          ...options,
          tier: tierOf(options.tier),
        },
        run,
      );
    });

  program
    .command('init')
    .helpGroup(MORE)
    .description('write a cohort file that validates, from a few answers')
    .argument('[cohort.yaml]', 'where to write it', 'cohort.yaml')
    .option('--from <page.md>', 'make the program out of a handbook page, beside the cohort file')
    .option('--program <name>', 'an installed program, or a path that starts with ./')
    .option('--cohort <name>', 'name of the cohort, like spring-2027')
    .option('--first-day <date>', 'first working day')
    .option('--time-zone <zone>', 'for example Europe/Berlin')
    .option('--group <path>', 'GitLab group of epics and labels; - for none')
    .option('--project <path>', 'GitLab project of the issues')
    .option('--manager <username>', 'the manager')
    .option('--mentor <username>', 'the primary mentor')
    .option(
      '--intern <username>',
      'an intern; may be repeated',
      (name: string, all: string[]) => [...all, name],
      [] as string[],
    )
    .option('--force', 'write over files that exist')
    .addHelpText('after', examples('kickoff init', 'kickoff init spring.yaml --from handbook/internship.md'))
    .action(async (path, options) => {
      code = await (await import('./commands/init.ts')).initCommand(io, path, options);
    });

  program
    .command('plan')
    .helpGroup(MAIN)
    .description('show what provision would do; changes nothing')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--json', 'the plan as JSON')
    .addOption(new Option('--markdown', 'the plan as Markdown, for a merge request').conflicts('json'))
    .option('--detailed-exitcode', 'exit 2 when there is something to do')
    .option('--out <file>', 'save the plan, for provision --plan')
    .option('--concurrency <number>', 'requests at one time', wholeNumber)
    .option(
      '--creations-per-minute <number>',
      'new issues and epics that your GitLab allows a minute',
      wholeNumber,
    )
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples(
        'kickoff plan config/cohort.example.yaml',
        'kickoff plan cohort.yaml --detailed-exitcode --json > plan.json',
      ),
    )
    .action(async (path, options) => {
      code = await (await import('./commands/plan.ts')).planCommand(io, path, options);
    });

  program
    .command('provision')
    .helpGroup(MAIN)
    .description('make the plan real: epics, issues, milestones, labels, a board')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--yes', 'do not ask; needed where nobody can answer')
    .option('--json', 'plan and outcome as JSON; needs --yes')
    .option(
      '--plan <file>',
      'carry out this plan, made by plan --out; refused when the world has moved since',
    )
    .option(
      '--allow <what>',
      'carry out in spite of a refusal: many-changes or missing-issues; may be repeated',
      (what: string, all: string[]) => [...all, what],
      [] as string[],
    )
    .option('--concurrency <number>', 'requests at one time', wholeNumber)
    .option(
      '--creations-per-minute <number>',
      'new issues and epics that your GitLab allows a minute',
      wholeNumber,
    )
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples('kickoff provision config/cohort.example.yaml', 'kickoff provision cohort.yaml --yes'),
    )
    .action(async (path, options) => {
      code = await (await import('./commands/provision.ts')).provisionCommand(io, path, options);
    });

  program
    .command('sync')
    .helpGroup(MAIN)
    .description('read what people closed and ticked, and write the scorecard into the epics')
    .argument('<cohort.yaml>', 'the cohort file')
    .option(
      '--out <folder>',
      'also write the scorecard there: HTML, Markdown, JSON, CSV, a badge, a page a person',
    )
    .option('--json', 'the scorecard as JSON')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText('after', examples('kickoff sync cohort.yaml --out public'))
    .action(async (path, options) => {
      code = await (await import('./commands/sync.ts')).syncCommand(io, path, options);
    });

  program
    .command('report')
    .helpGroup(MAIN)
    .description('print the scorecard from what is in GitLab now; writes nothing')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--json', 'the scorecard as JSON')
    .addOption(new Option('--markdown', 'the scorecard as Markdown').conflicts(['json']))
    .addOption(
      new Option('--html', 'the scorecard as one HTML page').conflicts(['json', 'markdown', 'csv', 'badge']),
    )
    .addOption(new Option('--csv', 'a row for each key result').conflicts(['json', 'markdown']))
    .addOption(new Option('--badge', 'an SVG badge').conflicts(['json', 'markdown', 'csv']))
    .addOption(
      new Option('--out <folder>', 'write all of these as files').conflicts([
        'json',
        'markdown',
        'html',
        'csv',
        'badge',
      ]),
    )
    .option('--at <date>', 'as of the end of a past day, from closures', pastDay)
    .addOption(
      new Option('--explain <key>', 'why a key result, objective, area or "program" has its score').conflicts(
        ['json', 'markdown', 'html', 'csv', 'badge', 'out'],
      ),
    )
    .addOption(
      new Option('--for <username>', 'what an intern (next three) or a mentor (my rotation) needs').conflicts(
        ['json', 'markdown', 'csv', 'badge', 'out', 'explain'],
      ),
    )
    .option('--show-confidential', 'with titles and links of confidential key results')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples(
        'kickoff report cohort.yaml',
        'kickoff report cohort.yaml --explain coffee-chats',
        'kickoff report cohort.yaml --html > scorecard.html',
        'kickoff report cohort.yaml --at 2027-03-12 --json | jq .interns[0].score',
      ),
    )
    .action(async (path, options) => {
      code = await (await import('./commands/report.ts')).reportCommand(io, path, options);
    });

  program
    .command('archive')
    .helpGroup(MORE)
    .description('end a program: last scorecard, milestones and epics closed, everything kept')
    .argument('<cohort.yaml>', 'the cohort file')
    .addOption(
      new Option('--open-key-results <what>', 'leave them open, or close them as not done')
        .choices(['leave', 'close'] as const)
        .default('leave' as const),
    )
    .option('--early', 'although the program is not over yet')
    .option('--out <folder>', 'also write the last scorecard there')
    .option('--yes', 'do not ask; needed where nobody can answer')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText('after', examples('kickoff archive cohort.yaml --open-key-results close --out final'))
    .action(async (path, options) => {
      code = await (await import('./commands/archive.ts')).archiveCommand(io, path, options);
    });

  program
    .command('application')
    .helpGroup(MORE)
    .description('open the issue of somebody who wants to take part')
    .argument('<directory.yaml>', 'the directory file, which names program and project')
    .argument('<who>', 'which application of the program: intern, mentor, open-source-project')
    .argument('<applicant>', 'GitLab user name; for a project its full path or web address')
    .option('--mentor <name>', 'the mentor whose slot is applied for')
    .option('--yes', 'do not ask; needed where nobody can answer')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples('kickoff application directory.yaml intern noor.haddad --mentor priya.raman'),
    )
    .action(async (path, who, applicant, options) => {
      code = await (await import('./commands/application.ts')).applicationCommand(
        io,
        path,
        who,
        applicant,
        options,
      );
    });

  program
    .command('directory')
    .helpGroup(MORE)
    .description('tables of upcoming slots and of alumni, for a handbook page')
    .argument('<directory.yaml>', 'the directory file')
    .option('--page <file>', 'write them between the markers of this page')
    .option('--check', 'with --page: write nothing, exit 2 when the page would change')
    .option('--json', 'print both as JSON')
    .addOption(host())
    .addOption(quiet())
    .addHelpText(
      'after',
      examples('kickoff directory directory.yaml', 'kickoff directory directory.yaml --page internship.md'),
    )
    .action(async (path, options) => {
      code = await (await import('./commands/directory.ts')).directoryCommand(io, path, options);
    });

  program
    .command('doctor')
    .helpGroup(MORE)
    .description('look at token, rights, people, names and limits before anything is written')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--json', 'the checks as JSON')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText('after', examples('kickoff doctor cohort.yaml'))
    .action(async (path, options) => {
      code = await (await import('./commands/doctor.ts')).doctorCommand(io, path, options);
    });

  program
    .command('validate')
    .helpGroup(MORE)
    .description('check cohort files and program templates without asking GitLab')
    .argument('<files...>', 'YAML files')
    .option('--lint', 'also give advice on the quality of the OKRs; never an error')
    .addHelpText('after', examples('kickoff validate config/*.yaml', 'kickoff validate --lint cohort.yaml'))
    .action(async (paths, options) => {
      code = await (await import('./commands/validate.ts')).validateCommand(io, paths, options);
    });

  program
    .command('import')
    .helpGroup(MORE)
    .description('make a program template or a role file out of a handbook page')
    .argument('<page.md>', 'Markdown source of the page')
    .option('--out <file>', 'write it there instead of printing it')
    .option('--directory <file>', 'write its tables of slots and alumni there')
    .addOption(
      new Option(
        '--check <file>',
        'compare with this file; exit 2 when the page says something else',
      ).conflicts(['out', 'directory']),
    )
    .option('--no-measures', 'take no counts in titles for measures')
    .option('--force', 'write over files that exist')
    .addHelpText(
      'after',
      examples(
        'kickoff import handbook/internship.md --out my-program.yaml',
        'kickoff import handbook/internship.md --check my-program.yaml',
      ),
    )
    .action(async (path, options) => {
      code = (await import('./commands/import.ts')).importCommand(io, path, options);
    });

  program
    .command('schema')
    .helpGroup(MORE)
    .description('JSON Schema of a file, for editors')
    .argument('<which>', 'program, cohort, scorecard, role or directory')
    .addHelpText('after', examples('kickoff schema cohort > cohort.schema.json'))
    .action(async (which) => {
      if (!isSchemaName(which))
        throw new InvalidArgumentError(`"${which}" is none of ${SCHEMAS.join(', ')}.`);
      code = await (await import('./commands/validate.ts')).schemaCommand(io, which);
    });

  program
    .command('sandbox')
    .helpGroup(MORE)
    .description('serve a small GitLab on this machine, to try everything without one')
    .option('--port <number>', 'port on 127.0.0.1; 0 takes a free one', portNumber, 0)
    .option('--tier <tier>', 'free, premium or ultimate', 'premium')
    .option('--data <file>', 'keep the state in this file')
    .option('--clock <time>', 'what time it is there, for example 2027-03-01')
    .option('--json', 'print one line of JSON when it listens')
    .option(
      '--fault <rule>',
      'go wrong: 502:after:POST:issues@3, hangup%10, late::POST, cut, html, 429=7; may be repeated',
      (rule: string, all: string[]) => [...all, rule],
      [] as string[],
    )
    .option('--latency <ms>', 'milliseconds that a request is under way', wholeNumber)
    .option('--work <ms>', 'milliseconds that the server works on a write', wholeNumber)
    .option('--rate <limit>', 'a rate limit: 20/s, 200/min, 200/min:creations, 20/s:bare')
    .option('--seed <number>', 'of what is left to chance', wholeNumber)
    .addHelpText(
      'after',
      examples(
        'kickoff sandbox',
        'kickoff sandbox --port 8080 --tier free --data sandbox.json',
        'kickoff sandbox --fault 502:after:POST%10 --latency 80',
      ),
    )
    .action(async (options) => {
      // It prints tokens of its own, which are nobody's secret, and has never seen another.
      code = await (await import('./commands/sandbox.ts')).sandboxCommand(outside, {
        ...options,
        tier: tierOf(options.tier),
      });
    });

  try {
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

function wholeNumber(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < 1)
    throw new InvalidArgumentError('It must be a whole number of at least 1.');
  return number;
}

const SCHEMAS = ['program', 'cohort', 'scorecard', 'role', 'directory'] as const;
const isSchemaName = (name: string): name is (typeof SCHEMAS)[number] =>
  SCHEMAS.some((each) => each === name);

function pastDay(value: string): string {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(value) ? new Date(`${value}T00:00:00Z`) : null;
  if (time === null || Number.isNaN(time.getTime()) || !time.toISOString().startsWith(value))
    throw new InvalidArgumentError('It must be a day like 2027-03-12.');
  return value;
}

function tierOf(tier: string): 'free' | 'premium' | 'ultimate' {
  if (tier === 'free' || tier === 'premium' || tier === 'ultimate') return tier;
  throw new InvalidArgumentError(`"${tier}" is no tier; there are free, premium and ultimate.`);
}
