/** Files as programs, cohorts and templates are read from a disk. */

import { existsSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { InvalidInput, KickoffError } from '../model/errors.ts';
import type { Sources } from '../program/sources.ts';
import { holidaysIn } from './holidays.ts';

/** Bytes; more than any cohort or program needs. */
export const MOST_YAML = 1_000_000;

/** Folder of the package: up from this file in `src`, or from the bundle in `dist`, to where the templates are. */
export function packageRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url));
  for (let folder = here; folder !== dirname(folder); folder = dirname(folder)) {
    if (readText(join(folder, 'templates', 'bodies', 'epic.md.hbs')) !== null) return folder;
  }
  return here;
}

export const programsFolder = (): string => join(packageRoot(), 'templates', 'programs');

const builtFolder = (name: string): string => join(dirname(fileURLToPath(import.meta.url)), name);

/** Where the languages are: the words of what is written into GitLab. */
export function wordsFolder(): string {
  const built = builtFolder('words');
  return existsSync(built) ? built : join(packageRoot(), 'templates', 'words');
}

/** A file's text of at most so many bytes, or null when there is none. Broken UTF-8 becomes U+FFFD, which the reader of YAML refuses. */
export function readText(path: string, most = Number.POSITIVE_INFINITY): string | null {
  try {
    // Told before it is read: a file of any size costs nothing.
    const stat = statSync(path);
    const { size } = stat;
    // A device or a pipe may never end, or never begin.
    if (!stat.isFile() && !stat.isDirectory()) {
      throw new KickoffError('usage', `${path} is no regular file.`, {
        undone: 'Nothing of it was read.',
        hint: 'Name a file; what comes out of a pipe is saved into one first.',
      });
    }
    if (size > most) {
      const message = `is ${Math.ceil(size / 1e6)} MB large; at most ${most / 1e6} MB is read`;
      throw new InvalidInput([{ file: path, line: 1, column: 1, path: '', message }]);
    }
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && (error.code === 'ENOENT' || error.code === 'ENOTDIR'))
      return null;
    if (error instanceof Error && 'code' in error && error.code === 'EISDIR') {
      throw new KickoffError('not-found', `${path} is a folder.`, { hint: 'Name a file in it.' });
    }
    throw error;
  }
}

/** Names in a folder; none when it is not there. */
export function listFiles(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

/** Whether a file lies below one of the folders in truth, with every link followed. What is not there stays. */
function staysIn(file: string, folders: string[]): boolean {
  const truth = (path: string): string | null => {
    try {
      return realpathSync(path);
    } catch {
      return null;
    }
  };
  const target = truth(file);
  if (target === null) return true;
  return folders.some((each) => {
    const way = relative(truth(resolve(each)) ?? resolve(each), target);
    return !way.startsWith('..') && way !== target;
  });
}

/** Files of people, from a folder; paths in messages stay as they were given. */
export const sourcesIn = (folder: string): Sources => ({
  read: (file) => readText(resolve(folder, file), MOST_YAML),
  list: (each) => listFiles(resolve(folder, each)),
  staysIn: (file, folders) => staysIn(resolve(folder, file), folders),
  programs: programsFolder(),
  ready: builtFolder('programs'),
  words: wordsFolder(),
  root: folder,
  holidays: holidaysIn(folder),
});
