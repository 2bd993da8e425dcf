/**
 * What is written into GitLab, in the language of a program. Sentences are data (`templates/words`): English is the source, and what
 * another language misses is said in English. Months and forms of dates are data too: what the machine knows of them differs from one
 * version of Node to the next, and two pipelines would write each other's texts anew for ever.
 */
import type { Span } from '../model/dates.ts';
import { markdownText } from './plain-text.ts';

/** Sentences by key, `card.left`. */
export type Catalogue = Record<string, string>;

export type Params = Record<string, string | number>;

/** A text that is Markdown already, as `Markdown` of the templates. */
interface Already {
  text: string;
}

export interface Words {
  /** `de`, or what a program's own file calls itself. */
  language: string;
  /** It is English: details that no other language has may be said. */
  isSource: boolean;
  /** A sentence as plain text. */
  say(key: string, params?: Params): string;
  /** The same for a count, which is `{count}` in it. */
  many(key: string, count: number, params?: Params): string;
  /** The same as Markdown: words are made harmless, and what already is Markdown goes in as it is. */
  markdown(key: string, params?: Record<string, string | number | Already>): string;
  /** `1 Mar` */
  day(day: string): string;
  /** With its year: `2027-03-01` in English, `1. März 2027` in German. */
  full(day: string): string;
  /** `1 Mar – 12 Mar 2027` */
  span(span: Span): string;
  /** Sentences without anything to fill in, by group and name, for templates. */
  inTemplates: Record<string, Record<string, string>>;
}

/** Stands for what is Markdown already; of the private use area, so that it is nobody's letter. */
const PLACE = '\ue000';
const FIRST = 0xe100;

const PARAMETER = /\{([a-z]+\d?)\}/g;

/** Names that a sentence fills in. */
export const parametersOf = (sentence: string): string[] =>
  [...sentence.matchAll(PARAMETER)].map(([, name]) => name ?? '');

export function createWords(language: string, own: Catalogue, source: Catalogue): Words {
  const all: Catalogue = { ...source, ...own };
  const plural = new Intl.PluralRules(language);
  const sentence = (key: string): string => {
    const found = all[key];
    if (found === undefined) throw new Error(`there is no sentence ${key}`);
    return found;
  };
  const filled = (text: string, wordsFor: (name: string) => string): string =>
    text.replace(PARAMETER, (_all, name: string) => wordsFor(name));
  const say = (key: string, params: Params = {}): string =>
    filled(sentence(key), (name) => String(params[name] ?? ''));
  const partsOf = (day: string, at: '' | '1' | '2'): Params => ({
    [`d${at}`]: Number(day.slice(8)),
    [`m${at}`]: Number(day.slice(5, 7)),
    [`month${at}`]: sentence(`month.${Number(day.slice(5, 7))}`),
    [`y${at}`]: day.slice(0, 4),
  });
  return {
    language,
    isSource: language === 'en',
    say,
    many(key, count, params = {}) {
      const form = `${key}_${plural.select(count)}`;
      // A language that has one form for every count does not borrow the other from English.
      const forms = `${key}_other` in own ? own : all;
      return say(form in forms ? form : `${key}_other`, { ...params, count });
    },
    markdown(key, params = {}) {
      // As one text: what would act at the beginning of a line is harmless in the middle of it.
      const ready: string[] = [];
      const plain = filled(sentence(key), (name) => {
        const value = params[name] ?? '';
        if (typeof value === 'object') return PLACE + String.fromCharCode(FIRST + ready.push(value.text));
        return String(value).replaceAll(PLACE, '');
      });
      return markdownText(plain).replace(
        new RegExp(`${PLACE}(.)`, 'g'),
        (_all, letter: string) => ready[letter.charCodeAt(0) - FIRST - 1] ?? '',
      );
    },
    day: (day) => say('date.day', partsOf(day, '')),
    full: (day) => say('date.full', { ...partsOf(day, ''), iso: day }),
    span: ({ start, end }) =>
      say(start.slice(0, 4) === end.slice(0, 4) ? 'date.span' : 'date.span-years', {
        ...partsOf(start, '1'),
        ...partsOf(end, '2'),
      }),
    inTemplates: inGroups(all),
  };
}

function inGroups(all: Catalogue): Words['inTemplates'] {
  const groups: Words['inTemplates'] = {};
  for (const [key, text] of Object.entries(all)) {
    const [group = '', name = ''] = key.split('.');
    groups[group] = { ...groups[group], [name]: text };
  }
  return groups;
}
