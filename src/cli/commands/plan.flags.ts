import { Option } from '@commander-js/extra-typings';
import { type AddCommand, color, examples, host, MAIN, quiet, wholeNumber } from '../flags.ts';

export const addPlan: AddCommand = (program, context) =>
  program
    .command('plan')
    .helpGroup(MAIN)
    .description('show what provision would do; changes nothing')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--json', 'the plan as JSON')
    .addOption(new Option('--markdown', 'the plan as Markdown, for a merge request').conflicts('json'))
    .option('--detailed-exitcode', 'exit 2 when there is something to do')
    .option('--out <file>', 'save the plan, for provision --plan')
    .option('--note', 'write the plan below the merge request whose pipeline this is')
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
    .action(async (path, flags) => {
      context.end(await (await import('./plan.ts')).planCommand(context.io, path, flags));
    });
