import { type AddCommand, color, examples, host, MORE, quiet } from '../flags.ts';

export const addApplication: AddCommand = (program, context) =>
  program
    .command('application')
    .helpGroup(MORE)
    .description('open the issue of somebody who wants to take part')
    .argument('<directory.yaml>', 'the directory file, which names program and project')
    .argument('<who>', 'which application of the program: intern, mentor, open-source-project')
    .argument('<applicant>', 'GitLab user name; for a project its full path or web address')
    .option('--mentor <name>', 'the mentor whose slot is applied for')
    .option('--yes', 'do not ask; needed where nobody can answer')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples('kickoff application directory.yaml intern noor.haddad --mentor priya.raman'),
    )
    .action(async (path, who, applicant, flags) => {
      context.end(
        await (await import('./application.ts')).applicationCommand(context.io, path, who, applicant, flags),
      );
    });
