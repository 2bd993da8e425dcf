import { type AddCommand, examples, host, MAIN } from '../flags.ts';

export const addInitCi: AddCommand = (program, context) =>
  program
    .command('init-ci')
    .helpGroup(MAIN)
    .description('write the pipeline of your project: plans on merge requests, a sync on schedule')
    .argument('[cohorts...]', 'cohort files; found when none is named')
    .option('--image <image>', 'image with Node 20.19 or newer for the jobs; node:24-slim unless given')
    .option(
      '--from <registry>',
      'install kickoff from this registry of packages, instead of from a file in the project',
    )
    .option('--pages', 'also publish the scorecards as GitLab Pages; look at who may see them first')
    .option('--rituals', 'also open 1:1 agendas, check-ins, digests and handovers when they are due')
    .option('--child', 'a child pipeline with a job for each cohort, made when it runs')
    .option('--schedule', 'also make the pipeline schedule, once: at 3 in the morning, Monday to Saturday')
    .option('--project <path>', 'the project of the schedule; that of the git remote origin unless given')
    .option('--anew', 'forget the options that the file was made with')
    .option('--check', 'say what is stale, and change nothing; exit 2 when something is')
    .addOption(host())
    .addHelpText(
      'after',
      examples(
        'kickoff init-ci cohort.yaml',
        'kickoff init-ci cohorts/*.yaml --child',
        'kickoff init-ci --schedule',
        'kickoff init-ci --check',
      ),
    )
    .action(async (paths, flags) => {
      context.end(await (await import('./init-ci.ts')).initCiCommand(context.io, paths, flags));
    });
