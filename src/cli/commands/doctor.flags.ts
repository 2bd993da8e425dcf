import { type AddCommand, color, examples, host, MORE, quiet } from '../flags.ts';

export const addDoctor: AddCommand = (program, context) =>
  program
    .command('doctor')
    .helpGroup(MORE)
    .description('look at token, rights, people, names and limits before anything is written')
    .argument('<cohort.yaml>', 'the cohort file')
    .option('--json', 'the checks as JSON')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText('after', examples('kickoff doctor cohort.yaml'))
    .action(async (path, flags) => {
      context.end(await (await import('./doctor.ts')).doctorCommand(context.io, path, flags));
    });
