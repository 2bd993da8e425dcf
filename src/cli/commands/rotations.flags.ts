import { Argument } from '@commander-js/extra-typings';
import { type AddCommand, calendarDay, color, examples, MORE } from '../flags.ts';

export const addRotations: AddCommand = (program, context) =>
  program
    .command('rotations')
    .helpGroup(MORE)
    .description('find conflicts in who is in which area when, or make a plan without any')
    .argument('<cohort.yaml>', 'cohort file')
    .addArgument(
      new Argument('[what]', 'check the plan that stands, or solve')
        .choices(['check', 'solve'])
        .default('check' as const),
    )
    .option('--from <date>', 'in the middle of a program: what began before that week stays', calendarDay)
    .option('--write', 'put the plan into the cohort file; comments and order stay')
    .option('--json', 'conflicts or the plan as JSON')
    .addOption(color())
    .addHelpText(
      'after',
      examples(
        'kickoff rotations cohort.yaml',
        'kickoff rotations cohort.yaml solve',
        'kickoff rotations cohort.yaml solve --write',
      ),
    )
    .action(async (path, what, flags) => {
      context.end(
        await (await import('./rotations.ts')).rotationsCommand(context.io, path, { ...flags, what }),
      );
    });
