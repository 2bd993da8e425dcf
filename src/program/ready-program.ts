/** Installed programs as a build read and checked them: reading YAML and making schemas is the greater part of a start. */
import { basename, join } from 'node:path';
import type { Program } from './program-schema.ts';
import type { Role } from './role-schema.ts';
import type { Sources } from './sources.ts';

/** What a build keeps of a program: all that was read for it, by path from the folder of the programs, and what came out. */
export interface Ready {
  files: Record<string, string>;
  program: Program;
  role: Role | null;
}

/** Null for a file of one's own, and where a file has changed since the build. */
export function readyProgram(path: string, sources: Sources): Omit<Ready, 'files'> | null {
  if (sources.ready === undefined || path !== join(sources.programs, basename(path))) return null;
  const text = sources.read(join(sources.ready, `${basename(path, '.yaml')}.json`));
  if (text === null) return null;
  const { files, program, role } = JSON.parse(text) as Ready;
  const isSame = Object.entries(files).every(
    ([file, before]) => sources.read(join(sources.programs, file)) === before,
  );
  return isSame ? { program, role } : null;
}
