import { type AddCommand, color, examples, host, MORE, maxWait, quiet } from '../flags.ts';

export const addCheckin: AddCommand = (program, context) =>
  program
    .command('checkin')
    .helpGroup(MORE)
    .description('open the week’s check-in of each intern, or tell who has not answered')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--report', 'who has not answered this week, intern or manager; writes nothing')
    .option('--yes', 'without asking, as in a pipeline')
    .option('--json', 'plan and outcome as JSON; needs --yes, or the report')
    .addOption(maxWait())
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples('kickoff checkin cohort.yaml --yes', 'kickoff checkin cohort.yaml --report'),
    )
    .action(async (path, flags) => {
      const { checkinReportCommand, ritualCommand } = await import('./ritual.ts');
      context.end(
        flags.report
          ? await checkinReportCommand(context.io, path, flags)
          : await ritualCommand(context.io, path, 'checkin', flags),
      );
    });
