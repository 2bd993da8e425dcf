import { Option } from '@commander-js/extra-typings';
import { type AddCommand, color, examples, host, MORE, quiet } from '../flags.ts';

export const addArchive: AddCommand = (program, context) =>
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
    .option('--json', 'the plan as JSON; with --yes plan and outcome')
    .option('--yes', 'do not ask; needed where nobody can answer')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText('after', examples('kickoff archive cohort.yaml --open-key-results close --out final'))
    .action(async (path, flags) => {
      context.end(await (await import('./archive.ts')).archiveCommand(context.io, path, flags));
    });
