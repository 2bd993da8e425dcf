/** The schemas for editors: `kickoff schema` prints them. */
import * as z from 'zod';
import { cohortSchema } from './cohort-schema.ts';
import { programSchema } from './program-schema.ts';

/** JSON Schema (draft 2020-12) for editors. */
export function jsonSchema(which: 'program' | 'cohort'): unknown {
  return z.toJSONSchema(which === 'program' ? programSchema() : cohortSchema, { io: 'input' });
}
