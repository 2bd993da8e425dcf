import { Argument } from '@commander-js/extra-typings';
import { type AddCommand, examples, MORE } from '../flags.ts';

export const addCompletion: AddCommand = (program, context) =>
  program
    .command('completion')
    .helpGroup(MORE)
    .description('print completion for a shell')
    .addArgument(new Argument('<shell>', 'which one').choices(['bash', 'zsh', 'fish'] as const))
    .addHelpText(
      'after',
      examples(
        'kickoff completion bash > ~/.local/share/bash-completion/completions/kickoff',
        'source <(kickoff completion zsh)',
        'kickoff completion fish > ~/.config/fish/completions/kickoff.fish',
      ),
    )
    .action(async (shell) => {
      context.end((await import('./completion.ts')).completionCommand(context.io, program, shell));
    });
