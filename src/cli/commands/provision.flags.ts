import { type AddCommand, color, examples, host, MAIN, maxWait, quiet, wholeNumber } from '../flags.ts';

export const addProvision: AddCommand = (program, context) =>
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
      'carry out in spite of a refusal, by the name that it says, such as many-changes; may be repeated',
      (what: string, all: string[]) => [...all, what],
      [] as string[],
    )
    .option('--concurrency <number>', 'requests at one time', wholeNumber)
    .option(
      '--creations-per-minute <number>',
      'new issues and epics that your GitLab allows a minute',
      wholeNumber,
    )
    .addOption(maxWait())
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples('kickoff provision config/cohort.example.yaml', 'kickoff provision cohort.yaml --yes'),
    )
    .action(async (path, flags) => {
      context.end(await (await import('./provision.ts')).provisionCommand(context.io, path, flags));
    });
