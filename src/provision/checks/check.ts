/** What is looked at before the first write, what it is looked at with, and what to do about it. */
import type { Wanted } from '../../model/resource.ts';
import type { Scope, World } from '../../model/tracker.ts';

export interface Check {
  level: 'ok' | 'warning' | 'problem';
  /** Rights stop with another exit code than the rest. */
  about: 'token' | 'rights' | 'people' | 'gitlab' | 'names' | 'visibility' | 'limits' | 'clock' | 'work';
  message: string;
  /** What to do; empty when all is well. */
  remedy: string;
}

export interface Examination {
  world: World;
  wanted: Wanted[];
  scope: Scope;
  /** User names in the cohort file by what they are for. */
  people: { username: string; role: 'manager' | 'mentor' | 'intern' | 'helper' }[];
  /** Those of them who have no account at all. */
  strangers: string[];
  /** The server's day, and the last day of the program, `YYYY-MM-DD`. */
  today: string;
  lastDay: string;
  /** The cohort says that a public project is fine. */
  publicIsFine: boolean;
  host: string;
  minutesByLimit: number;
  creationsPerMinute: number;
  /** Local clock minus the server's, in milliseconds; null where nobody looked. */
  skew: number | null;
}

export const ok = (about: Check['about'], message: string): Check => ({
  level: 'ok',
  about,
  message,
  remedy: '',
});
export const warning = (about: Check['about'], message: string, remedy: string): Check => ({
  level: 'warning',
  about,
  message,
  remedy,
});
export const problem = (about: Check['about'], message: string, remedy: string): Check => ({
  level: 'problem',
  about,
  message,
  remedy,
});
