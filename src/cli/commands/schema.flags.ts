import { InvalidArgumentError } from '@commander-js/extra-typings';
import { type AddCommand, examples, MORE } from '../flags.ts';

const SCHEMAS = ['program', 'cohort', 'scorecard', 'role', 'directory'] as const;
const isSchemaName = (name: string): name is (typeof SCHEMAS)[number] =>
  SCHEMAS.some((each) => each === name);

export const addSchema: AddCommand = (program, context) =>
  program
    .command('schema')
    .helpGroup(MORE)
    .description('JSON Schema of a file, for editors')
    .argument('<which>', 'program, cohort, scorecard, role or directory')
    .addHelpText('after', examples('kickoff schema cohort > cohort.schema.json'))
    .action(async (which) => {
      if (!isSchemaName(which))
        throw new InvalidArgumentError(`"${which}" is none of ${SCHEMAS.join(', ')}.`);
      context.end(await (await import('./schema.ts')).schemaCommand(context.io, which));
    });
