/**
 * What a cohort fills into the texts of its program: `{{links.handbook}}` becomes the address of that link, `{{parameters.project}}`
 * what was chosen. A program declares both, so that a name that nobody fills is found before anything is written.
 */
import { oneLine } from '../text/plain-text.ts';
import type { Words } from '../text/words.ts';
import type { Cohort, Intern } from './cohort-schema.ts';
import { listed, type Path } from './problem-words.ts';
import type { Program } from './program-schema.ts';

const REFERENCE = /\{\{\s*(links|parameters)\.([a-z0-9-]+)\s*\}\}/g;

/** What looks like one and is none: a key with a capital, `link` for `links`, a bracket that is missing. */
const MISSPELT = /\{\{\s*(?:links?|parameters?|params?)\b[^{}\n]{0,60}\}{0,2}/g;

interface Reference {
  kind: 'links' | 'parameters';
  key: string;
  path: Path;
}

function textsIn(value: unknown, path: Path = []): { text: string; path: Path }[] {
  if (typeof value === 'string') return [{ text: value, path }];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, each]) =>
    textsIn(each, [...path, Array.isArray(value) ? Number(name) : name]),
  );
}

const referencesIn = (value: unknown): Reference[] =>
  textsIn(value).flatMap(({ text, path }) =>
    [...text.matchAll(REFERENCE)].map(([, kind, key]) => ({
      kind: kind === 'links' ? ('links' as const) : ('parameters' as const),
      key: key ?? '',
      path,
    })),
  );

/** References of a file's texts to what the program does not declare. */
export function checkReferences(file: unknown, program: Program): { path: Path; message: string }[] {
  const misspelt = textsIn(file).flatMap(({ text, path }) =>
    [...text.replace(REFERENCE, '').matchAll(MISSPELT)].map(([found]) => ({
      path,
      message: `has "${oneLine(found)}", which fills in nothing; write {{links.KEY}} or {{parameters.KEY}}`,
    })),
  );
  const links = program.links.flatMap(({ key }) => (key === undefined ? [] : [{ key }]));
  const unknown = referencesIn(file).flatMap(({ kind, key, path }) => {
    const declared = kind === 'links' ? links : program.parameters;
    if (declared.some((each) => each.key === key)) return [];
    const what = kind === 'links' ? 'link' : 'parameter';
    const message = `names {{${kind}.${key}}}, and the program has no ${what} with that key; ${listed(declared)}`;
    return [{ path, message }];
  });
  return [...misspelt, ...unknown];
}

/** The same value with each reference replaced; what has none is returned as it is. */
function filled<T>(value: T, wordsFor: (kind: string, key: string) => string): T {
  if (typeof value === 'string')
    return value.replace(REFERENCE, (_all, kind: string, key: string) => wordsFor(kind, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((each) => filled(each, wordsFor)) as T;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, filled(each, wordsFor)])) as T;
}

/** An address as it may stand between brackets of a link. */
const address = (url: string): string =>
  url.replace(
    /[()<>\s\\]/g,
    (letter) => `%${(letter.codePointAt(0) ?? 0).toString(16).padStart(2, '0').toUpperCase()}`,
  );

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
    if (kind === 'links') return address((cohort.links.find(isIt) ?? links.find(isIt))?.url ?? '');
    const value = intern?.parameters[key] ?? cohort.parameters[key];
    const chosen = value?.url === undefined ? (value?.text ?? value?.project) : address(value.url);
    return chosen ?? `(${parameters.find(isIt)?.title ?? key}: ${words.say('epic.choose')})`;
  });
}
