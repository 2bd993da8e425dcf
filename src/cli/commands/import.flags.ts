import { Option } from '@commander-js/extra-typings';
import { type AddCommand, examples, MORE } from '../flags.ts';

export const addImport: AddCommand = (program, context) =>
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
    .action(async (path, flags) => {
      context.end((await import('./import.ts')).importCommand(context.io, path, flags));
    });
