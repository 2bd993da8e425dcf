/** One thing that was looked at before the first write, and what to do about it. */

export interface Check {
  level: 'ok' | 'warning' | 'problem';
  /** Rights stop with another exit code than the rest. */
  about: 'token' | 'rights' | 'people' | 'gitlab' | 'names' | 'visibility' | 'limits' | 'clock' | 'work';
  message: string;
  /** What to do; empty when all is well. */
  remedy: string;
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
