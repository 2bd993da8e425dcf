/** Help for a command, and the documents for those who have no browser at hand. */
import { join } from 'node:path';
import type { Command } from '@commander-js/extra-typings';
import { packageRoot, readText } from '../../library/files.ts';
import { EXIT, type ExitCode, KickoffError } from '../../model/errors.ts';
import type { Io } from '../io.ts';

export const TOPICS = ['manager', 'pipeline', 'scoring', 'reference', 'limits', 'guarantees'] as const;

export function helpCommand(io: Io, program: Command, topic: string | undefined): ExitCode {
  const command = topic === undefined ? program : program.commands.find((each) => each.name() === topic);
  if (command) {
    command.outputHelp();
    return EXIT.done;
  }
  const text = TOPICS.some((each) => each === topic)
    ? readText(join(packageRoot(), 'docs', `${topic}.md`))
    : null;
  if (text === null)
    throw new KickoffError('usage', `There is no help on "${topic}".`, {
      hint: `Topics are ${TOPICS.join(', ')}; kickoff --help lists the commands.`,
    });
  io.out(text);
  return EXIT.done;
}
