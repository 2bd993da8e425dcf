/** JSON Schemas of the files that people and programs write. */
import * as z from 'zod';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import type { SchemaName } from '../../program/json-schema.ts';
import type { Io } from '../io.ts';

export async function schemaCommand(io: Io, which: SchemaName | 'scorecard'): Promise<ExitCode> {
  io.out(`${JSON.stringify(await schemaOf(which), null, 2)}\n`);
  return EXIT.done;
}

async function schemaOf(which: Parameters<typeof schemaCommand>[1]): Promise<unknown> {
  if (which !== 'scorecard') return (await import('../../program/json-schema.ts')).jsonSchema(which);
  // The scorecard is written by us, the others by people.
  const { scorecardSchema } = await import('../../scorecard/scorecard.ts');
  // Not imported here as a whole: a bundle would take all of the library with it.
  return z.toJSONSchema(scorecardSchema);
}
