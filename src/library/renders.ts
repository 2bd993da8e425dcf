/** Our templates and words, read from the package: apart from plain files, because both cost a start that only asks for help. */
import { basename, join } from 'node:path';
import { languageOf } from '../program/load-language.ts';
import { createRender, type Render, TEMPLATES } from '../text/templates.ts';
import type { Words } from '../text/words.ts';
import { MOST_YAML, packageRoot, readText, sourcesIn } from './files.ts';

/** What is said where no program says another language. */
export function englishWords(): Words {
  const sources = sourcesIn(packageRoot());
  return languageOf('en', '', sources, () => {
    throw new Error('English is always there');
  }).language.words;
}

/** Our templates, and in place of some of them those of the program in the folder `own`. */
export function createRenderFromFiles(own: string | null = null, words: Words = englishWords()): Render {
  const root = join(packageRoot(), 'templates');
  return createRender((name) => {
    const path = own === null ? null : join(own, basename(TEMPLATES[name]));
    const theirs = path === null ? null : readText(path, MOST_YAML);
    if (theirs !== null) return { text: theirs, path };
    const source = readText(join(root, TEMPLATES[name]));
    if (source === null) throw new Error(`the template ${name} is not installed`);
    return { text: source, path: null };
  }, words);
}
