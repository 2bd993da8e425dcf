import { Option } from '@commander-js/extra-typings';
import { type AddCommand, calendarDay, color, examples, host, MAIN, quiet } from '../flags.ts';

export const addReport: AddCommand = (program, context) =>
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
    .option('--at <date>', 'as of the end of a past day', calendarDay)
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
    .action(async (path, flags) => {
      context.end(await (await import('./report.ts')).reportCommand(context.io, path, flags));
    });
