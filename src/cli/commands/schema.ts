/** JSON Schemas of the files that people and programs write. */
import * as z from 'zod';
import { EXIT, type ExitCode } from '../../model/errors.ts';
import { jsonSchema } from '../../program/json-schema.ts';
import type { Io } from '../io.ts';

export async function schemaCommand(
  io: Io,
  which: 'program' | 'cohort' | 'scorecard' | 'role' | 'directory',
): Promise<ExitCode> {
  io.out(`${JSON.stringify(await schemaOf(which), null, 2)}\n`);
  return EXIT.done;
}

async function schemaOf(which: Parameters<typeof schemaCommand>[1]): Promise<unknown> {
  if (which === 'program' || which === 'cohort') return jsonSchema(which);
  // The scorecard is written by us, the others by people.
  if (which === 'scorecard')
    return z.toJSONSchema((await import('../../scorecard/scorecard.ts')).scorecardSchema);
  const schema =
    which === 'role'
      ? (await import('../../program/role-schema.ts')).roleSchema()
      : (await import('../../program/directory-schema.ts')).directorySchema;
  return z.toJSONSchema(schema, { io: 'input' });
}
