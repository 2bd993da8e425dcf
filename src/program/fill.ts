/**
 * What a cohort fills into the texts of its program: `{{links.handbook}}` becomes the address of that link, `{{parameters.project}}`
 * what was chosen. A program declares both, so that a name that nobody fills is found before anything is written.
 */
import type { Words } from '../text/words.ts';
import type { Cohort, Intern } from './cohort-schema.ts';
import { listed, type Path } from './problem-words.ts';
import type { Program } from './program-schema.ts';

const REFERENCE = /\{\{\s*(links|parameters)\.([a-z0-9-]+)\s*\}\}/g;

interface Reference {
  kind: 'links' | 'parameters';
  key: string;
  path: Path;
}

function referencesIn(value: unknown, path: Path = []): Reference[] {
  if (typeof value === 'string')
    return [...value.matchAll(REFERENCE)].map(([, kind, key]) => ({
      kind: kind === 'links' ? 'links' : 'parameters',
      key: key ?? '',
      path,
    }));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    referencesIn(each, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

/** References of a file's texts to what the program does not declare. */
export function checkReferences(file: unknown, program: Program): { path: Path; message: string }[] {
  const links = program.links.flatMap(({ key }) => (key === undefined ? [] : [{ key }]));
  return referencesIn(file).flatMap(({ kind, key, path }) => {
    const declared = kind === 'links' ? links : program.parameters;
    if (declared.some((each) => each.key === key)) return [];
    const what = kind === 'links' ? 'link' : 'parameter';
    const message = `names {{${kind}.${key}}}, and the program has no ${what} with that key; ${listed(declared)}`;
    return [{ path, message }];
  });
}

/** The same value with each reference replaced; what has none is returned as it is. */
function filled<T>(value: T, wordsFor: (kind: string, key: string) => string): T {
  if (typeof value === 'string')
    return value.replace(REFERENCE, (_all, kind: string, key: string) => wordsFor(kind, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => filled(each, wordsFor)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, wordsFor)])) as T;
}

/** A file's texts for a cohort, or for one intern of it. */
export function fill<T extends object>(
  file: T,
  { links, parameters }: Program,
  cohort: Cohort,
  words: Words,
  intern?: Intern,
): T {
  if (referencesIn(file).length === 0) return file;
  return filled(file, (kind, key) => {
    const isIt = (each: { key?: string | undefined }): boolean => each.key === key;
    if (kind === 'links') return (cohort.links.find(isIt) ?? links.find(isIt))?.url ?? '';
    const value = intern?.parameters[key] ?? cohort.parameters[key];
    const chosen = value?.url ?? value?.text ?? value?.project;
    return chosen ?? `(${parameters.find(isIt)?.title ?? key}: ${words.say('epic.choose')})`;
  });
}
