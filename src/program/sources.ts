import type { Holidays } from './free-days.ts';

/** Where files of people come from: programs, cohorts, roles, words. */
export interface Sources {
  /** The text of a file, or null when there is none. */
  read(path: string): string | null;
  /** Names of the files in a folder, for those who would misspell one. */
  list?(folder: string): string[];
  /** Folder that the command runs in. */
  root: string;
  /** Whether a file lies below one of the folders with links followed; absent where there are no links. */
  staysIn?: (file: string, folders: string[]) => boolean;
  /** Folder of the installed program templates. */
  programs: string;
  /** Folder of the installed programs as a build has read them, where there is a build. */
  ready?: string | undefined;
  /** Public holidays, for cohorts that name a country. */
  holidays?: Holidays;
  /** Folder of the installed languages. */
  words: string;
}
