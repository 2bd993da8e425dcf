/**
 * Data that lies beside the project and is not part of it: GitLab's schemas, recordings, handbook pages. Tests that read it are
 * skipped where it is not there, and say so; `.ci/run` looks first that all of it is.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'vitest';

export interface Beside {
  path: string;
  /** `test`, or one that is skipped. */
  test: typeof test | ReturnType<typeof test.skipIf>;
}

/** `variable` of the environment names another place than `../shared/NAME`; `probe` is a file that must be in it. */
export function beside(name: string, probe: string, variable: string): Beside {
  const path = process.env[variable] ?? join('..', 'shared', name);
  const there = existsSync(join(path, probe));
  if (!there) console.log(`skipped: ${probe} is not in ${path}; set ${variable} to where it is`);
  return { path, test: test.skipIf(!there) };
}
