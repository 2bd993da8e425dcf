import { type AddCommand, examples, MORE } from '../flags.ts';

export const addInit: AddCommand = (program, context) =>
  program
    .command('init')
    .helpGroup(MORE)
    .description('write a cohort file that validates, from a few answers')
    .argument('[cohort.yaml]', 'where to write it', 'cohort.yaml')
    .option('--from <page.md>', 'make the program out of a handbook page, beside the cohort file')
    .option('--program <name>', 'an installed program, or a path that starts with ./')
    .option('--cohort <name>', 'name of the cohort, like spring-2027')
    .option('--first-day <date>', 'first working day')
    .option('--time-zone <zone>', 'for example Europe/Berlin')
    .option('--group <path>', 'GitLab group of epics and labels; - for none')
    .option('--project <path>', 'GitLab project of the issues')
    .option('--manager <username>', 'the manager')
    .option('--mentor <username>', 'the primary mentor')
    .option(
      '--intern <username>',
      'an intern; may be repeated',
      (name: string, all: string[]) => [...all, name],
      [] as string[],
    )
    .option('--force', 'write over files that exist')
    .addHelpText('after', examples('kickoff init', 'kickoff init spring.yaml --from handbook/internship.md'))
    .action(async (path, flags) => {
      context.end(await (await import('./init.ts')).initCommand(context.io, path, flags));
    });
