import { type AddCommand, color, examples, host, MAIN, maxWait, quiet } from '../flags.ts';

export const addSync: AddCommand = (program, context) =>
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
    .addOption(maxWait())
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText('after', examples('kickoff sync cohort.yaml --out public'))
    .action(async (path, flags) => {
      context.end(await (await import('./sync.ts')).syncCommand(context.io, path, flags));
    });
