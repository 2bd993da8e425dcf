/** JSON Schemas (draft 2020-12) of the files that people write, for their editors. */
import * as z from 'zod';
import { cohortSchema } from './cohort-schema.ts';
import { directorySchema } from './directory-schema.ts';
import { programSchema } from './program-schema.ts';
import { roleSchema } from './role-schema.ts';

export const SCHEMAS = ['cohort', 'program', 'role', 'directory'] as const;
export type SchemaName = (typeof SCHEMAS)[number];

export function jsonSchema(which: SchemaName): unknown {
  const schemas = {
    cohort: () => cohortSchema,
    program: programSchema,
    role: roleSchema,
    directory: () => directorySchema,
  };
  const made = z.toJSONSchema(schemas[which](), { io: 'input' });
  // Keys with a dot hold what is used elsewhere in the file (src/program/yaml-file.ts).
  return { ...made, patternProperties: { '^\\.': {} } };
}

/** The line by which editors find the schema of a file, `path` from the file that it stands in. */
export const schemaLine = (path: string): string => `# yaml-language-server: $schema=${path}`;

/** The schema as a file of a project. */
export const schemaText = (which: SchemaName): string => `${JSON.stringify(jsonSchema(which), null, 2)}\n`;
