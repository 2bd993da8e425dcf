import { Argument } from '@commander-js/extra-typings';
import { type AddCommand, examples, MORE } from '../flags.ts';

const SCHEMAS = ['program', 'cohort', 'scorecard', 'role', 'directory'] as const;

export const addSchema: AddCommand = (program, context) =>
  program
    .command('schema')
    .helpGroup(MORE)
    .description('JSON Schema of a file, for editors')
    .addArgument(new Argument('<which>', 'which file').choices(SCHEMAS))
    .addHelpText('after', examples('kickoff schema cohort > cohort.schema.json'))
    .action(async (which) => {
      context.end(await (await import('./schema.ts')).schemaCommand(context.io, which));
    });
