/** Words and places of problems in files. */

/** Where in a file: `['areas', 0, 'title']`. */
export type Path = (string | number)[];

/** What there is instead of what was named. */
export const listed = (all: { key: string }[]): string =>
  all.length === 0 ? 'it has none' : `they are ${all.map(({ key }) => key).join(', ')}`;
