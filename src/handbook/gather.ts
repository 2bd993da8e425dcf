/** What an import collects on its way: where each part of the result came from, what became background, and what nobody understood. */
import type { Lines } from './page.ts';

export type Path = (string | number)[];

export interface Unknown {
  lines: Lines;
  text: string;
  because: string;
}

export interface Gathered {
  /** Lines of the page by path in the result, for comments. */
  origins: { path: Path; lines: Lines }[];
  unknown: Unknown[];
  /** Lines that are in the result. */
  used: Set<number>;
}

export const gathering = (): Gathered => ({ origins: [], unknown: [], used: new Set() });

export function use({ used }: Gathered, lines: Lines): void {
  for (let line = lines.from; line <= lines.to; line += 1) used.add(line);
}

export function from(gathered: Gathered, path: Path, lines: Lines): void {
  gathered.origins.push({ path, lines });
  use(gathered, lines);
}

export const inWords = ({ from: first, to: last }: Lines): string =>
  first === last ? `line ${first}` : `lines ${first}–${last}`;

export function some<T>(
  name: string,
  all: T[],
  write: (each: T, at: number) => object,
): Record<string, object[]> {
  return all.length === 0 ? {} : { [name]: all.map(write) };
}
