/** Completion for three shells, from the commands as they are: names, options, and files for everything else. */
import type { Command } from '@commander-js/extra-typings';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import type { Io } from '../io.ts';

interface Known {
  name: string;
  description: string;
  options: { long: string; description: string }[];
  /** What an argument may be, where it is one of a few words. */
  words: string[];
}

export function completionCommand(io: Io, program: Command, shell: 'bash' | 'zsh' | 'fish'): ExitCode {
  const known = program.commands.map((command): Known => {
    const first = command.registeredArguments[0] as { argChoices?: string[] } | undefined;
    return {
      name: command.name(),
      description: command.description(),
      options: [
        ...command.options.flatMap(({ long, description }) => (long ? [{ long, description }] : [])),
        { long: '--help', description: 'help for the command' },
      ],
      words: first?.argChoices ?? [],
    };
  });
  io.out(shell === 'fish' ? fish(known) : shell === 'zsh' ? zsh(known) : bash(known));
  return EXIT.done;
}

const bash = (known: Known[]): string =>
  [
    '_kickoff() {',
    `  local cur="\${COMP_WORDS[COMP_CWORD]}" words="" plain=""`,
    '  if [ "$COMP_CWORD" = 1 ]; then',
    `    COMPREPLY=($(compgen -W "${known.map(({ name }) => name).join(' ')} --help --version" -- "$cur"))`,
    '    return',
    '  fi',
    `  case "\${COMP_WORDS[1]}" in`,
    ...known.map(
      ({ name, options, words }) =>
        `    ${name}) words="${options.map(({ long }) => long).join(' ')}" plain="${words.join(' ')}" ;;`,
    ),
    '  esac',
    '  case "$cur" in',
    '    -*) COMPREPLY=($(compgen -W "$words" -- "$cur")) ;;',
    '    *) if [ -n "$plain" ]; then COMPREPLY=($(compgen -W "$plain" -- "$cur")); else compopt -o filenames 2>/dev/null; COMPREPLY=($(compgen -f -- "$cur")); fi ;;',
    '  esac',
    '}',
    'complete -F _kickoff kickoff gitlab-kickoff',
    '',
  ].join('\n');

const zsh = (known: Known[]): string =>
  `#compdef kickoff gitlab-kickoff\nautoload -U +X bashcompinit && bashcompinit\n${bash(known)}`;

/** In single quotes, as fish reads them. */
const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

const fish = (known: Known[]): string =>
  [
    ...known.flatMap(({ name, description, options, words }) => {
      const seen = `-n '__fish_seen_subcommand_from ${name}'`;
      return [
        `complete -c kickoff -n __fish_use_subcommand -f -a ${name} -d ${quoted(description)}`,
        ...options.map(
          (option) =>
            `complete -c kickoff ${seen} -l ${option.long.slice(2)} -d ${quoted(option.description)}`,
        ),
        ...(words.length > 0 ? [`complete -c kickoff ${seen} -f -a ${quoted(words.join(' '))}`] : []),
      ];
    }),
    '',
  ].join('\n');
