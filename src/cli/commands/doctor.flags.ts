import { Option } from '@commander-js/extra-typings';
import { type AddCommand, color, examples, host, MORE, quiet } from '../flags.ts';

export const addDoctor: AddCommand = (program, context) =>
  program
    .command('doctor')
    .helpGroup(MORE)
    .description('look at token, rights, people, names and limits before anything is written')
    .argument('[cohort.yaml]', 'the cohort file; not with --token and --rotate')
    .option('--token', 'what each command needs of a token, and what this one can do')
    .addOption(new Option('--rotate', 'end the token, and make one that takes its place').conflicts('token'))
    .option('--token-file <file>', 'where --rotate writes the new token, for your user alone')
    .option('--until <date>', 'last day of the new token; in 364 days unless given')
    .option('--json', 'the checks as JSON')
    .addOption(host())
    .addOption(quiet())
    .addOption(color())
    .addHelpText(
      'after',
      examples(
        'kickoff doctor cohort.yaml',
        'kickoff doctor --token',
        'kickoff doctor --rotate --token-file new-token',
      ),
    )
    .action(async (path, flags) => {
      if (flags.token || flags.rotate) {
        const { doctorTokenCommand, rotateCommand } = await import('./doctor-token.ts');
        context.end(await (flags.rotate ? rotateCommand : doctorTokenCommand)(context.io, flags));
      } else context.end(await (await import('./doctor.ts')).doctorCommand(context.io, path, flags));
    });
