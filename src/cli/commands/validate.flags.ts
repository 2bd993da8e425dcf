import { type AddCommand, examples, MORE } from '../flags.ts';

export const addValidate: AddCommand = (program, context) =>
  program
    .command('validate')
    .helpGroup(MORE)
    .description('check cohort files and program templates without asking GitLab')
    .argument('<files...>', 'YAML files')
    .option('--lint', 'also give advice on the quality of the OKRs; never an error')
    .option('--junit <file>', 'write the result there as JUnit XML, for artifacts:reports of a job')
    .addHelpText('after', examples('kickoff validate config/*.yaml', 'kickoff validate --lint cohort.yaml'))
    .action(async (paths, flags) => {
      context.end(await (await import('./validate.ts')).validateCommand(context.io, paths, flags));
    });
