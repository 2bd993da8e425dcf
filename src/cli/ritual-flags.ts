/** The flags that every ritual has. */
import type { RitualKind } from '../rituals/ritual.ts';
import { type AddCommand, color, examples, host, MORE, maxWait, quiet } from './flags.ts';

export const ritual =
  (kind: Exclude<RitualKind, 'checkin'>, description: string): AddCommand =>
  (program, context) =>
    program
      .command(kind)
      .helpGroup(MORE)
      .description(description)
      .argument('<cohort.yaml>', 'the cohort file')
      .option('--yes', 'without asking, as in a pipeline')
      .option('--json', 'plan and outcome as JSON; needs --yes')
      .addOption(maxWait())
      .addOption(host())
      .addOption(quiet())
      .addOption(color())
      .addHelpText('after', examples(`kickoff ${kind} cohort.yaml`, `kickoff ${kind} cohort.yaml --yes`))
      .action(async (path, flags) => {
        context.end(
          await (await import('./commands/ritual.ts')).ritualCommand(context.io, path, kind, flags),
        );
      });
