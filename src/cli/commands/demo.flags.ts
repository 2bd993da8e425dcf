import { type AddCommand, color, examples, MAIN, tierOf } from '../flags.ts';

export const addDemo: AddCommand = (program, context) =>
  program
    .command('demo')
    .helpGroup(MAIN)
    .description('see the whole way in seconds: a sandbox GitLab, a plan, eight weeks of work, the score')
    .option('--tier <tier>', 'free, premium or ultimate', 'premium')
    .option('--out <folder>', 'where the scorecard files go', 'kickoff-out')
    .addOption(color())
    .addHelpText('after', examples('kickoff demo', 'kickoff demo --out /tmp/demo'))
    .action(async (flags) => {
      context.end(
        await (await import('./demo.ts')).demoCommand(
          context.io,
          {
            ...flags,
            tier: tierOf(flags.tier),
          },
          context.run,
        ),
      );
    });
