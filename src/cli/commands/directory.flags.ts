import { type AddCommand, examples, host, MORE, quiet } from '../flags.ts';

export const addDirectory: AddCommand = (program, context) =>
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
    .action(async (path, flags) => {
      context.end(await (await import('./directory.ts')).directoryCommand(context.io, path, flags));
    });
