/** The installed languages: whole, with the same things to fill in, and nothing that nobody says. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { LANGUAGES } from '../../src/program/load-language.ts';
import { createWords, parametersOf } from '../../src/text/words.ts';

type File = { language: string; words: Record<string, Record<string, string>> };
const read = (name: string): Record<string, string> =>
  Object.fromEntries(
    Object.entries((parse(readFileSync(`templates/words/${name}.yaml`, 'utf8')) as File).words).flatMap(
      ([group, all]) => Object.entries(all).map(([key, text]) => [`${group}.${key}`, text]),
    ),
  );
const english = read('en');
const others = LANGUAGES.filter((each) => each !== 'en');

test('every installed language is a file, and every file an installed language', () => {
  expect(readdirSync('templates/words').sort()).toEqual(LANGUAGES.map((each) => `${each}.yaml`).sort());
});

test.each(others)('%s says every sentence, fills in what English does, and says no more', (name) => {
  const own = read(name);
  const plural = (key: string): boolean => /_one$/.test(key);
  expect(Object.keys(english).filter((key) => !plural(key) && !(key in own))).toEqual([]);
  expect(Object.keys(own).filter((key) => !(key in english))).toEqual([]);
  for (const [key, text] of Object.entries(own)) {
    if (key.startsWith('date.')) continue;
    const known = parametersOf(english[key.replace(/_one$/, '_other')] ?? '');
    const said = parametersOf(text);
    expect(
      said.filter((each) => !known.includes(each)),
      key,
    ).toEqual([]);
    // A language says all that counts; "by kickoff, because" alone is for English.
    if (key !== 'close.derived' && key !== 'box.item')
      expect(
        known.filter((each) => !said.includes(each) && each !== 'count'),
        key,
      ).toEqual([]);
  }
});

test('every sentence is said somewhere', () => {
  const files = readdirSync('src', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.ts'))
    .map((path) => join('src', path));
  const templates = readdirSync('templates', { recursive: true, encoding: 'utf8' })
    .filter((path) => path.endsWith('.hbs'))
    .map((path) => join('templates', path));
  const source = [...files, ...templates].map((path) => readFileSync(path, 'utf8')).join('\n');
  const groups = new Set([
    'month',
    'health',
    'band',
    'remark',
    'work',
    'application',
    'footer',
    'role',
    'card',
  ]);
  const silent = Object.keys(english).filter((key) => {
    const [group = ''] = key.split('.');
    return !groups.has(group) && !source.includes(key.replace(/_(?:one|other)$/, ''));
  });
  expect(silent).toEqual([]);
});

test.each([
  ['en', '1 Mar', '1 Mar – 12 Mar 2027', '28 Dec 2026 – 8 Jan 2027'],
  ['de', '1. März', '1. März – 12. März 2027', '28. Dezember 2026 – 8. Januar 2027'],
  ['ja', '3月1日', '2027年3月1日～3月12日', '2026年12月28日～2027年1月8日'],
  ['fr', '1 mars', '1 mars – 12 mars 2027', '28 décembre 2026 – 8 janvier 2027'],
  ['es', '1 mar', '1 mar – 12 mar 2027', '28 dic 2026 – 8 ene 2027'],
])('%s writes its own dates', (name, day, span, years) => {
  const words = createWords(name, read(name), english);
  expect(words.day('2027-03-01')).toBe(day);
  expect(words.span({ start: '2027-03-01', end: '2027-03-12' })).toBe(span);
  expect(words.span({ start: '2026-12-28', end: '2027-01-08' })).toBe(years);
});

test('what a language misses is said in English; counts take the form of the language', () => {
  const words = createWords(
    'de',
    { 'scored.areas_one': 'eins', 'scored.areas_other': '{count} viele' },
    english,
  );
  expect(words.many('scored.areas', 1)).toBe('eins');
  expect(words.many('scored.areas', 3)).toBe('3 viele');
  expect(words.say('health.done')).toBe('done');
  expect(createWords('ja', {}, english).many('scored.rotations', 1)).toContain('1 weeks');
});

test('what is filled in is data, also where it looks like Markdown, a quick action or something to fill in', () => {
  const words = createWords('en', {}, english);
  expect(words.say('label.intern', { name: '{name}' })).toBe('Internship of {name}');
  expect(words.markdown('close.why', { name: '**R** @all {date}', date: '2027-03-01' })).toBe(
    '\\*\\*R\\*\\* \\@all {date} left on 2027-03-01',
  );
  const bold = { text: '**A_b**' };
  const said = { title: bold, program: '1. X \ue000\ue101', cohort: '*c*', when: '2. Mai' };
  expect(words.markdown('milestone.lead', said)).toBe('Rotation **A_b** of 1. X \ue101, \\*c\\*: 2. Mai.');
  const evil = createWords('en', { 'card.seed': '/close <!-- kickoff:begin x -->' }, english);
  expect(evil.markdown('card.seed')).toBe('\\/close \\<!-- kickoff:begin x --\\>');
});
