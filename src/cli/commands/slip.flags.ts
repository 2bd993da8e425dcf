import { type AddCommand, color, examples, MORE, wholeNumber } from '../flags.ts';

export const addSlip: AddCommand = (program, context) =>
  program
    .command('slip')
    .helpGroup(MORE)
    .description('let an intern stay in an area, or come to it, some weeks later: changes the cohort file')
    .argument('<cohort.yaml>', 'cohort file')
    .argument('<intern>', 'user name')
    .argument('<area>', 'key of the area')
    .requiredOption('--weeks <count>', 'weeks later, at most 104', wholeNumber)
    .option('--dry-run', 'show what moves, and write nothing')
    .addOption(color())
    .addHelpText('after', examples('kickoff slip cohort.yaml robin.ito red-team --weeks 1'))
    .action(async (path, intern, area, flags) => {
      context.end(await (await import('./slip.ts')).slipCommand(context.io, path, intern, area, flags));
    });
