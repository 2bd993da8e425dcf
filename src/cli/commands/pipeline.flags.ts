import { type AddCommand, examples, MORE, wholeNumber } from '../flags.ts';

export const addPipeline: AddCommand = (program, context) =>
  program
    .command('pipeline')
    .helpGroup(MORE)
    .description('make a child pipeline with a sync job for each cohort')
    .argument('[cohorts...]', 'cohort files, from the folder of the project; found when none is named')
    .option('--out <file>', 'write it there')
    .option('--image <image>', 'image with Node 20.19 or newer for the jobs', 'node:24-slim')
    .option('--from <registry>', 'install kickoff from this registry of packages')
    .option('--rituals', 'with agendas, check-ins, digests and handovers that are due')
    .option('--cohorts-per-job <number>', 'so many cohorts one after the other in a job', wholeNumber)
    .addHelpText('after', examples('kickoff pipeline cohorts/*.yaml --out child.yml'))
    .action(async (paths, flags) => {
      context.end(await (await import('./pipeline.ts')).pipelineCommand(context.io, paths, flags));
    });
