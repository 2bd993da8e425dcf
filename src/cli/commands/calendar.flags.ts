import { type AddCommand, examples, MORE } from '../flags.ts';

export const addCalendar: AddCommand = (program, context) =>
  program
    .command('calendar')
    .helpGroup(MORE)
    .description('write iCalendar files: the cohort’s, and one for each intern and mentor')
    .argument('<cohort.yaml>', 'cohort file')
    .requiredOption('--out <folder>', 'where the files go; those that are there tell what has moved since')
    .addHelpText('after', examples('kickoff calendar cohort.yaml --out calendars'))
    .action(async (path, flags) => {
      context.end(await (await import('./calendar.ts')).calendarCommand(context.io, path, flags));
    });
