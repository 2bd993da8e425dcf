/** The language in which a program's things are written into GitLab: one of ours, or a file of words beside the program. */
import { dirname, join, relative, resolve } from 'node:path';
import * as z from 'zod';
import type { Problem } from '../model/errors.ts';
import { type Catalogue, createWords, parametersOf, type Words } from '../text/words.ts';
import { line } from './basics.ts';
import { once } from './once.ts';
import type { Sources } from './sources.ts';
import { readYaml, type YamlFile } from './yaml-file.ts';

/** Those that are installed. */
export const LANGUAGES = ['en', 'de', 'ja', 'fr', 'es'] as const;

const isLanguage = (tag: string): boolean => {
  try {
    return Intl.PluralRules.supportedLocalesOf(tag).length > 0;
  } catch {
    return false;
  }
};

const schema = once(() =>
  z
    .strictObject({
      language: z
        .string()
        .refine(isLanguage, 'is no language tag; write one like nl or pt-BR')
        .describe('Language tag (BCP 47); it decides the forms of counts.'),
      words: z.record(z.string(), z.record(z.string(), line)),
    })
    .describe('Words of a language, by group and name; templates/words/en.yaml has all of them.'),
);

const flat = (words: Record<string, Record<string, string>>): Catalogue =>
  Object.fromEntries(
    Object.entries(words).flatMap(([group, all]) =>
      Object.entries(all).map(([name, text]) => [`${group}.${name}`, text]),
    ),
  );

function readCatalogue(path: string, sources: Sources): YamlFile<z.infer<ReturnType<typeof schema>>> | null {
  const text = sources.read(path);
  return text === null ? null : readYaml(path, text, schema());
}

/** Read once: what is installed does not change while we run. */
const known = new Map<string, Catalogue>();

function installed(name: string, sources: Sources): Catalogue {
  const path = join(sources.words, name);
  const before = known.get(path);
  if (before) return before;
  // A build has them as JSON, which is read in no time.
  const built = sources.read(`${path}.json`);
  const file = built === null ? readCatalogue(`${path}.yaml`, sources) : null;
  if (built === null && !file) throw new Error(`the language ${name} is not installed`);
  const catalogue = file ? flat(file.value.words) : (JSON.parse(built ?? '{}') as Catalogue);
  known.set(path, catalogue);
  return catalogue;
}

export interface Language {
  words: Words;
  /** Keys of sentences that it does not have, and that are said in English. */
  missing: string[];
}

/** Sentences that another language need not have: forms of a count, which differ, and what stands for English alone. */
const isOptional = (key: string, has: Catalogue): boolean =>
  /_one$/.test(key) && `${key.slice(0, -4)}_other` in has;

/** `name` is what the program says: `de`, or `./nl.yaml` beside the program at `path`. */
export function languageOf(
  name: string,
  path: string,
  sources: Sources,
  problem: (message: string) => Problem,
): { language: Language; problems: Problem[] } {
  const english = installed('en', sources);
  const made = (tag: string, own: Catalogue): Language => ({
    words: createWords(tag, own, english),
    missing: Object.keys(english).filter((key) => !(key in own) && !isOptional(key, own)),
  });
  if (LANGUAGES.some((each) => each === name))
    return {
      language: made(name, name === 'en' ? english : installed(name, sources)),
      problems: [],
    };
  const wrong = (message: string): ReturnType<typeof languageOf> => ({
    language: made('en', english),
    problems: [problem(message)],
  });
  const home = dirname(resolve(sources.root, path));
  const file = resolve(home, name);
  if (!/^\.\/.+\.ya?ml$/.test(name) || relative(home, file).startsWith('..'))
    return wrong(
      `is none of ${LANGUAGES.join(', ')}, and no file of words beside the program, as a path that starts with ./ and ends with .yaml`,
    );
  if (sources.staysIn?.(file, [home]) === false)
    return wrong('is a link that leads elsewhere; what a file names lies in its own folders');
  const found = readCatalogue(file, sources);
  if (!found) return wrong('names a file that does not exist');
  const own = flat(found.value.words);
  return { language: made(found.value.language, own), problems: checkWords(found, english) };
}

/** Every sentence is one of ours, and fills in nothing that ours does not. */
function checkWords(
  { value, problem }: YamlFile<z.infer<ReturnType<typeof schema>>>,
  english: Catalogue,
): Problem[] {
  return Object.entries(value.words).flatMap(([group, all]) =>
    Object.entries(all).flatMap(([name, text]): Problem[] => {
      const key = `${group}.${name}`;
      const source = english[key] ?? english[key.replace(/_[a-z]+$/, '_other')];
      const at = ['words', group, name];
      if (source === undefined)
        return [problem(at, 'is no sentence of ours; templates/words/en.yaml has all of them')];
      const known = [...parametersOf(source), ...(group === 'date' ? DATE : [])];
      const strange = parametersOf(text).filter((each) => !known.includes(each));
      return strange.length === 0
        ? []
        : [
            problem(
              at,
              `fills in {${strange[0]}}, which is not there; there ${known.length === 0 ? 'is nothing' : `are ${known.map((each) => `{${each}}`).join(', ')}`}`,
            ),
          ];
    }),
  );
}

const DATE = ['iso', 'd', 'm', 'month', 'y', 'd1', 'm1', 'month1', 'y1', 'd2', 'm2', 'month2', 'y2'];
