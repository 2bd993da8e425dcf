/** Programs in other languages, end to end: what is written, what people write back, and how it ends. */
import { copyFileSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import type { Tier } from '../../src/sandbox/state.ts';
import { createWords } from '../../src/text/words.ts';
import { dieAt } from '../support/faults.ts';
import { resultOf } from '../support/people.ts';
import { essence, issueOf, PROJECT, type Stage, stage } from '../support/stage.ts';

interface Case {
  language: string;
  program: string;
  /** What people write on their lines, and how the boxes are called. */
  said: {
    count: string;
    done: string;
    metric: string;
    value: string;
    dropped: string;
    box: string;
    evidence: string;
  };
  /** Sentences that must be there in the end. */
  there: string[];
}

const CASES: Case[] = [
  {
    language: 'de',
    program: 'werkstudium',
    said: {
      count: 'berichte',
      done: 'vortrag',
      metric: 'dauer',
      value: '- Wert: 25 Stunden',
      dropped: '- Ergebnis: entfällt: kein Publikum',
      box: '- [ ] Bericht 1',
      evidence: '- Nachweis: https://example.com/b',
    },
    there: [
      'Mentor/in, vor dem Start: Checkliste für Robin',
      '**Schlüsselergebnis** für Robin · Werkstudium Sicherheit · Analyse',
      '| Wann | 1\\. März – 12. März 2027 (Analyse) |',
      'jede angefangene Woche nach dem Fälligkeitstag kostet beim Schließen 10 %',
      '- [ ] Wochen 1 und 2',
      '_Fertig? Abhaken, was erledigt ist, Nachweis ergänzen und dieses Issue schließen.',
      'freiwillig, zählt nicht mit',
      '### Wer was tut',
      'Station **Abwehr** in Werkstudium Sicherheit, 2027: 15. März – 26. März 2027.',
      '### Zum Weiterlesen',
      '### Stand',
      '▶ Abwehr** bis 26. März',
      'von 9 Schlüsselergebnissen erreicht',
      'Zuletzt geschrieben am 20. März 2027.',
    ],
  },
  {
    language: 'ja',
    program: 'kenshu',
    said: {
      count: 'houkoku',
      done: 'happyou',
      metric: 'jikan',
      value: '- 値：25時間',
      dropped: '- 結果：やらない：会場がない',
      box: '- [ ] 報告 1',
      evidence: '- 根拠：https://example.com/b',
    },
    there: [
      'メンター・開始前：Robinさんのチェックリスト',
      '**主要な成果** （Robin） · セキュリティ研修 · 目標：学ぶ',
      '2027年3月1日～3月26日',
      '- [ ] 第1週',
      'できましたか。終わったものにチェックを入れ',
      '### スコアカード',
      '主要な成果 5件中',
      '最終更新 2027年3月20日。',
    ],
  },
];

function cohortOf({ program }: Case): string {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  copyFileSync(`tests/fixtures/programs/${program}.yaml`, join(folder, 'program.yaml'));
  const path = join(folder, 'cohort.yaml');
  const cohort = {
    version: 1,
    program: './program.yaml',
    cohort: 'maerz',
    title: '2027',
    first_day: '2027-03-01',
    gitlab: { group: 'security-team', project: 'security-team/internship' },
    people: { manager: 'maya.torres', mentor: 'sam.okafor' },
    interns: [{ username: 'robin.ito', name: 'Robin', goals: [{ key: 'g', title: 'G' }] }],
  };
  writeFileSync(path, JSON.stringify(cohort));
  return path;
}

const english = Object.values(
  (
    parse(readFileSync('templates/words/en.yaml', 'utf8')) as {
      words: Record<string, Record<string, string>>;
    }
  ).words,
)
  .flatMap((group) => Object.values(group))
  .flatMap((sentence) => sentence.split(/\{[a-z0-9]+\}/))
  .map((part) => part.trim())
  .filter((part) => /[a-z]{3,} [a-z]{2,} ?[a-z]*/.test(part));

/** Everything that a person reads in GitLab. */
const written = ({ sandbox: { state } }: Stage): string =>
  [
    ...state.issues.flatMap(({ title, description }) => [title, description]),
    ...state.epics.flatMap(({ title, description }) => [title, description]),
    ...state.milestones.flatMap(({ title, description }) => [title, description]),
    ...state.labels.map(({ description }) => description),
  ].join('\n');

async function put(
  { sandbox, as }: Stage,
  key: string,
  change: (text: string) => string,
  more = {},
): Promise<void> {
  const issue = issueOf(sandbox.state, `maerz/robin-ito/kr/${key}`);
  const description = change(issue.description ?? '');
  expect(description, key).not.toBe(issue.description);
  await as('robin.ito', 'PUT', `${PROJECT}/issues/${issue.iid}`, { description, ...more });
}

test.each(
  CASES,
)('$language: written, filled in, scored, synced and archived, without an English word', async (each) => {
  const world = stage({ clock: () => new Date('2027-02-22T09:00:00Z') });
  const path = cohortOf(each);
  const first = await world.kickoff(['provision', path, '--yes']);
  expect(first.code, first.err).toBe(0);
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
  world.moveClock('2027-03-18T09:00:00Z');
  const { said } = each;
  const fill = (line: string) => (text: string) => {
    const name = line.split(/[:：]/)[0] ?? '';
    return text.replace(new RegExp(`^${name}:`, 'm'), () => line);
  };
  await put(world, said.count, (text) => text.replace(said.box, said.box.replace('[ ]', '[x]')));
  await put(world, said.metric, fill(said.value));
  await put(world, said.done, (text) => fill(said.evidence)(fill(said.dropped)(text)), {
    state_event: 'close',
  });
  world.moveClock('2027-03-20T02:00:00Z');
  expect((await world.kickoff(['sync', path])).code).toBe(0);
  expect((await world.kickoff(['sync', path])).writes).toBe(0);
  const card = JSON.parse((await world.kickoff(['report', path, '--json'])).out);
  const [intern] = card.interns;
  expect(resultOf(intern, said.count).reached?.count).toBe(1);
  expect(resultOf(intern, said.metric)).toMatchObject({ score: 0.5 });
  expect(resultOf(intern, said.done)).toMatchObject({
    standing: 'wont-do',
    evidence: 'https://example.com/b',
  });
  const all = written(world);
  for (const sentence of each.there) expect(all).toContain(sentence);
  expect(english.filter((part) => all.includes(part))).toEqual([]);
  // The end: closing words, and the last scorecard.
  world.moveClock('2027-04-05T09:00:00Z');
  const end = await world.kickoff(['archive', path, '--yes', '--open-key-results', 'close']);
  expect(end.code, end.err).toBe(0);
  expect(english.filter((part) => written(world).includes(part))).toEqual([]);
  expect((await world.kickoff(['archive', path, '--yes', '--open-key-results', 'close'])).writes).toBe(0);
});

test.each(
  CASES.flatMap((each) => (['free', 'premium'] as Tier[]).map((tier) => ({ ...each, tier }))),
)('$language on $tier: a run that dies is mended by the next', async ({ tier, ...each }) => {
  const path = cohortOf(each);
  const whole = stage({ tier });
  expect((await whole.kickoff(['provision', path, '--yes'])).code).toBe(0);
  const end = essence(whole.sandbox.state);
  for (let at = 12; ; at += 15) {
    const world = stage({ tier });
    const death = dieAt(world.sandbox, at, at % 2 === 0 ? 'before' : 'after');
    await world.kickoff(['provision', path, '--yes'], { fetch: death.fetch, signal: death.signal });
    if (!death.reached()) break;
    const next = await world.kickoff(['provision', path, '--yes']);
    expect(next.code, next.err).toBe(0);
    expect(essence(world.sandbox.state)).toEqual(end);
    expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
  }
});

test('a program changes its language while people work: texts follow, ticks and lines stay, and still count', async () => {
  const [german] = CASES;
  if (!german) throw new Error('there is no German case');
  const path = cohortOf(german);
  const world = stage({ clock: () => new Date('2027-02-22T09:00:00Z') });
  await world.kickoff(['provision', path, '--yes']);
  await put(world, 'berichte', (text) => text.replace('- [ ] Bericht 1', '- [x] Bericht 1'));
  await put(world, 'woche', (text) => text.replace('- [ ] Wochen 1 und 2', '- [x] Wochen 1 und 2'));
  await put(world, 'dauer', (text) => text.replace('- Wert:', '- Wert: 25'));
  const program = join(path, '..', 'program.yaml');
  writeFileSync(program, readFileSync(program, 'utf8').replace('language: de', 'language: fr'));
  const run = await world.kickoff(['provision', path, '--yes', '--allow', 'many-changes']);
  expect(run.code, run.err).toBe(0);
  expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
  expect(issueOf(world.sandbox.state, 'maerz/robin-ito/kr/dauer').description).toMatch(
    /Résultat clé.*[\s\S]*- Wert: 25/,
  );
  const [intern] = JSON.parse((await world.kickoff(['report', path, '--json'])).out).interns;
  expect(resultOf(intern, 'berichte').reached).toEqual({ count: 1, of: 5 });
  expect(resultOf(intern, 'woche').reached).toEqual({ count: 1, of: 2 });
  expect(resultOf(intern, 'dauer').score).toBe(0.5);
});

const OWN = `language: nl
words:
  card: { name: Scorekaart }
  checklist: { title: '{who}, {when}: lijst voor {intern}' }
`;

test('a program brings a language of its own; what it misses is English, and told by validate --lint', async () => {
  const [german] = CASES;
  if (!german) throw new Error('there is no German case');
  const path = cohortOf(german);
  const program = join(path, '..', 'program.yaml');
  writeFileSync(program, readFileSync(program, 'utf8').replace('language: de', 'language: ./nl.yaml'));
  writeFileSync(join(path, '..', 'nl.yaml'), OWN);
  const world = stage();
  expect((await world.kickoff(['provision', path, '--yes'])).code).toBe(0);
  expect(written(world)).toContain('### Scorekaart');
  expect(written(world)).toContain('Mentor, before the start: lijst voor Robin');
  const lint = await world.kickoff(['validate', path, '--lint']);
  expect(lint.out).toMatch(/missing-words: "nl" misses \d+ sentences: date\.day/);
  const whole = await world.kickoff(['validate', cohortOf(german), '--lint']);
  expect(whole.out).not.toContain('missing-words');
});

test.each([
  [
    'language: xx',
    undefined,
    /program\.yaml:5:11 language: is none of en, de, ja, fr, es, and no file of words/,
  ],
  ['language: ../nl.yaml', OWN, /language: is none of en/],
  ['language: ./none.yaml', OWN, /language: names a file that does not exist/],
  [
    'language: ./nl.yaml',
    'language: nl\nwords:\n  card: { nmae: x }\n',
    /nl\.yaml:3:\d+ words\.card\.nmae: is no sentence of ours/,
  ],
  [
    'language: ./nl.yaml',
    'language: nl\nwords:\n  card: { left: "weg {dag}" }\n',
    /words\.card\.left: fills in \{dag\}, which is not there; there are \{day\}/,
  ],
  ['language: ./nl.yaml', 'language: "!!"\nwords: {}\n', /nl\.yaml:1:11 language: is no language tag/],
  ['language: ./nl.yaml', 'language: nl\nwords:\n  card: { name: "a\\n/close" }\n', /must be one line/],
])('%s: what cannot be said is told with its place', async (line, words, message) => {
  const [german] = CASES;
  if (!german) throw new Error('there is no German case');
  const path = cohortOf(german);
  const program = join(path, '..', 'program.yaml');
  writeFileSync(program, readFileSync(program, 'utf8').replace('language: de', line));
  if (words !== undefined) writeFileSync(join(path, '..', 'nl.yaml'), words);
  const run = await stage().kickoff(['validate', path]);
  expect(run.code).toBe(1);
  expect(run.err).toMatch(message);
});

test('nothing of a language of one’s own acts, wherever it stands', async () => {
  const [german] = CASES;
  if (!german) throw new Error('there is no German case');
  const evil = '@all <!-- kickoff:end --> <details> /close';
  const words = Object.fromEntries(
    Object.entries(
      (
        parse(readFileSync('templates/words/en.yaml', 'utf8')) as {
          words: Record<string, Record<string, string>>;
        }
      ).words,
    )
      .filter(([group]) => group !== 'date' && group !== 'month')
      .map(([group, all]) => [group, Object.fromEntries(Object.keys(all).map((key) => [key, evil]))]),
  );
  const path = cohortOf(german);
  const program = join(path, '..', 'program.yaml');
  writeFileSync(program, readFileSync(program, 'utf8').replace('language: de', 'language: ./nl.yaml'));
  writeFileSync(join(path, '..', 'nl.yaml'), JSON.stringify({ language: 'nl', words }));
  for (const tier of ['free', 'premium'] as Tier[]) {
    const world = stage({ tier });
    const run = await world.kickoff(['provision', path, '--yes']);
    expect(run.code, run.err).toBe(0);
    expect((await world.kickoff(['sync', path])).code).toBe(0);
    expect((await world.kickoff(['provision', path, '--yes'])).writes).toBe(0);
    const texts = [...world.sandbox.state.issues, ...world.sandbox.state.epics].map(
      ({ description }) => description ?? '',
    );
    for (const text of texts)
      expect(text).not.toMatch(/(?<!\\)@all|(?<!\\)<details|(?<!\\)<!-- kickoff:end -->(?= )|^\/close/m);
  }
});

test('a language with one form for every count does not borrow the other from English', async () => {
  const words = createWords(
    'nl',
    { 'scored.areas_other': '{count} of meer' },
    { 'scored.areas_one': 'one', 'scored.areas_other': 'many' },
  );
  expect(words.many('scored.areas', 1)).toBe('1 of meer');
});
