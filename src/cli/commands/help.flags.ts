import { type AddCommand, MORE } from '../flags.ts';

export const addHelp: AddCommand = (program, context) =>
  program
    .command('help')
    .helpGroup(MORE)
    .description('help for a command, or on manager, pipeline, scoring, reference, limits, guarantees')
    .argument('[topic]', 'a command or a topic')
    .action(async (topic) => {
      context.end((await import('./help.ts')).helpCommand(context.io, program, topic));
    });
