/** What markers, digests, versions, indexes and the other things that we leave say, to the byte. */
import { createHash } from 'node:crypto';
import { deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { KickoffError } from '../../src/model/errors.ts';
import type { Described } from '../../src/model/resource.ts';
import { asArchived, wasArchived } from '../../src/record/archived.ts';
import { printBaseline, readBaseline } from '../../src/record/baseline.ts';
import { digest, normalise } from '../../src/record/digest.ts';
import { resolvedKeyOf, resolvedText } from '../../src/record/duplicate-marker.ts';
import { readLog } from '../../src/record/fact-log.ts';
import { readIndex, withoutIndex, writeIndex, writeReferences } from '../../src/record/issue-index.ts';
import { archivedKey, closedKey, issuesKey, ownerOf, scorecardKey } from '../../src/record/keys.ts';
import {
  beginMarkers,
  blocksOf,
  findBlock,
  hasMarker,
  isEdited,
  keysOf,
  outside,
  printBlock,
  replaceBlock,
  replaceMarker,
} from '../../src/record/managed-block.ts';
import { keysHere, placeOf } from '../../src/record/place.ts';
import { NO_STATE, printState, readState, type ScorecardState } from '../../src/record/scorecard-state.ts';
import { isNewer, refuseNewer } from '../../src/record/version.ts';

const DIGEST = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 10);

test('a digest is the beginning of the SHA-256 of the text as GitLab keeps it', () => {
  expect(digest('abc')).toBe(DIGEST('abc'));
  expect(digest(null)).toBe(DIGEST(''));
  expect(digest('')).toBe(DIGEST(''));
  expect(normalise(' a \r\n\tb\t \n\n c \n\n')).toBe('a\n\tb\n\n c');
});

test('a block is printed sorted, with its digest and the version, and its text trimmed', () => {
  expect(printBlock('a/b', '\n text \n')).toBe(
    `<!-- kickoff:begin a/b text=${DIGEST('text')} v=2 -->\ntext\n<!-- kickoff:end -->`,
  );
  expect(printBlock('a/b', 'x', { title: '2', due: '1' })).toBe(
    `<!-- kickoff:begin a/b due=1 text=${DIGEST('x')} title=2 v=2 -->\nx\n<!-- kickoff:end -->`,
  );
  // What is given wins over the digest of the text: a marker may be renewed around a text that is not ours.
  expect(printBlock('a', 'x', { text: 'old' })).toContain(' text=old ');
});

test('a block is read with its key, its words, its text and its places', () => {
  const description = 'before\n<!-- kickoff:begin k a=1 b=x=y c= -->\n  in side \n<!-- kickoff:end -->after';
  expect(blocksOf(description)).toEqual([
    {
      key: 'k',
      written: { a: '1', b: 'x=y', c: '' },
      text: 'in side',
      start: 7,
      end: description.length - 5,
      textStart: description.indexOf(' -->') + 4,
    },
  ]);
  expect(findBlock(description, 'k')?.key).toBe('k');
  expect(findBlock(description, 'other')).toBeUndefined();
});

test.each<[why: string, text: string, keys: string[]]>([
  [
    'two blocks',
    '<!-- kickoff:begin a -->1<!-- kickoff:end --><!-- kickoff:begin b -->2<!-- kickoff:end -->',
    ['a', 'b'],
  ],
  ['the first has no end', '<!-- kickoff:begin a -->1<!-- kickoff:begin b -->2<!-- kickoff:end -->', ['b']],
  ['an end before the begin', '<!-- kickoff:end --><!-- kickoff:begin a -->1<!-- kickoff:end -->', ['a']],
  ['two ends', '<!-- kickoff:begin a -->1<!-- kickoff:end -->2<!-- kickoff:end -->', ['a']],
  ['an end with words is none', '<!-- kickoff:begin a -->1<!-- kickoff:end x -->', []],
  ['a begin without a key', '<!-- kickoff:begin -->1<!-- kickoff:end -->', []],
  ['a word that is no pair', '<!-- kickoff:begin a b -->1<!-- kickoff:end -->', []],
  ['a pair without a name', '<!-- kickoff:begin a =b -->1<!-- kickoff:end -->', []],
  ['a name with a strange sign', '<!-- kickoff:begin a !x=1 -->1<!-- kickoff:end -->', []],
  [
    'another comment of ours inside',
    '<!-- kickoff:begin a -->1<!-- kickoff:boxes-end -->2<!-- kickoff:end -->',
    ['a'],
  ],
  ['another word', '<!-- kickoff:started a -->1<!-- kickoff:end -->', []],
])('blocks: %s', (_why, text, keys) => {
  expect(blocksOf(text).map(({ key }) => key)).toEqual(keys);
});

test('the text of a block ends at the first end, and what is between blocks is outside', () => {
  const text =
    'A<!-- kickoff:begin a -->1<!-- kickoff:end -->B<!-- kickoff:begin b -->2<!-- kickoff:end -->C';
  expect(blocksOf(text).map((block) => block.text)).toEqual(['1', '2']);
  expect(outside(text)).toBe('ABC');
  const nested = '<!-- kickoff:begin a -->1<!-- kickoff:boxes-end -->2<!-- kickoff:end -->';
  expect(blocksOf(nested)[0]?.text).toBe('1<!-- kickoff:boxes-end -->2');
  const [first] = blocksOf(text);
  expect(first && replaceBlock(text, first, 'X')).toBe('AXB<!-- kickoff:begin b -->2<!-- kickoff:end -->C');
  expect(first && replaceMarker(text, first, { q: '1' })).toBe(
    `A<!-- kickoff:begin a q=1 v=2 -->1${text.slice(text.indexOf('<!-- kickoff:end'))}`,
  );
});

test('keys are those of resources, once each; half a marker tells, too', () => {
  const text = [
    '<!-- kickoff:begin a/b -->',
    '<!-- kickoff:begin a/b#scorecard x=1 -->1<!-- kickoff:end -->',
    '<!-- kickoff:begin c#rotation/d -->',
  ].join('');
  expect(keysOf(text)).toEqual(['a/b', 'c#rotation/d']);
  expect(beginMarkers(text)).toEqual([
    { key: 'a/b', written: {}, start: 0 },
    { key: 'a/b#scorecard', written: { x: '1' }, start: 26 },
    { key: 'c#rotation/d', written: {}, start: text.indexOf('<!-- kickoff:begin c#') },
  ]);
  expect([hasMarker(text, 'a/b'), hasMarker(text, 'a/b#scorecard'), hasMarker(text, 'a')]).toEqual([
    true,
    true,
    false,
  ]);
});

test('suffixes of keys lead back to their owner, and nothing else does', () => {
  for (const suffixed of [scorecardKey, issuesKey, closedKey, archivedKey])
    expect(ownerOf(suffixed('a/b'))).toBe('a/b');
  expect([scorecardKey('k'), issuesKey('k'), closedKey('k'), archivedKey('k')]).toEqual([
    'k#scorecard',
    'k#issues',
    'k#closed',
    'k#archived',
  ]);
  for (const own of ['a#rotation/x', 'a#board', 'x#closed/y', 'a#scorecards', 'label#x'])
    expect(ownerOf(own)).toBe(own);
});

test('edited: another text than was written; an emptied block is not', () => {
  const block = (text: string, written: string): boolean | undefined => {
    const found = findBlock(`<!-- kickoff:begin k text=${written} -->\n${text}\n<!-- kickoff:end -->`, 'k');
    return found && isEdited(found);
  };
  expect(block('a', DIGEST('a'))).toBe(false);
  expect(block('b', DIGEST('a'))).toBe(true);
  expect(block('', DIGEST('a'))).toBe(false);
});

const marked = (key: string, v: string | null): string =>
  `<!-- kickoff:begin ${key}${v === null ? '' : ` v=${v}`} -->x<!-- kickoff:end -->`;

test.each<[v: string | null, newer: boolean]>([
  [null, false],
  ['0', false],
  ['1', false],
  ['2', false],
  ['3', true],
  ['10', true],
  ['', true],
  ['two', true],
  ['2a', true],
  ['a2', true],
  ['9999999999', true],
  ['000000002', false],
])('version %s is newer than ours: %s', (v, newer) => {
  expect(isNewer(marked('k', v), ['k'])).toBe(newer);
  expect(isNewer(marked('k', v) + marked('k', null), ['k'])).toBe(newer);
  expect(isNewer(marked('other', v), ['k'])).toBe(false);
  expect(isNewer(marked('k', '1') + marked('l', v), ['k', 'l'])).toBe(newer);
});

test('what is newer is refused in one error that names one and counts the others', () => {
  expect(() => refuseNewer([])).not.toThrow();
  const thrown = (all: { title: string; url: string }[]): KickoffError => {
    try {
      refuseNewer(all);
    } catch (error) {
      return error as KickoffError;
    }
    throw new Error('nothing was thrown');
  };
  const one = thrown([{ title: 'T', url: 'U' }]);
  expect([one.code, one.message.includes('"T" (U) was'), one.undone]).toEqual([
    'refused',
    true,
    'Nothing was changed.',
  ]);
  expect(one.hint).toMatch(/^Update kickoff/);
  const three = [1, 2, 3].map((at) => ({ title: `T${at}`, url: 'U' }));
  expect(thrown(three).message).toContain('"T1" (U) and 2 more was');
});

test('an index is read wherever it stands, renewed in its place, and keeps what it knew', () => {
  expect(readIndex('')).toEqual({});
  expect(readIndex('<!-- kickoff:index a/b=3 c=d=4 -->')).toEqual({ 'a/b': 3, 'c=d': 4 });
  // One word that is no number, or a number that no project has, makes it somebody else's.
  for (const wrong of ['a=x', 'a', '=3', 'a=', 'a=1234567890123456', 'a=-1', 'a=1 b'])
    expect(readIndex(`<!-- kickoff:index ${wrong} -->`), wrong).toEqual({});
  expect(readIndex('<!-- kickoff:index a=x --><!-- kickoff:index a=1 -->')).toEqual({ a: 1 });
  expect(readIndex('<!-- kickoff:boxes a=1 -->')).toEqual({});
  expect(Object.keys(readIndex(writeIndex('', { c: 1, a: 2, b: 3 }, 0)))).toEqual(['a', 'b', 'c']);
  expect(writeIndex('text  \n', { b: 2, a: 1 }, 12)).toBe(
    'text\n\n<!-- kickoff:index v=2 project=12 a=1 b=2 -->',
  );
  expect(writeIndex('x <!-- kickoff:index a=1 c=3 --> y', { a: 9, b: 2 }, 0)).toBe(
    'x <!-- kickoff:index v=2 a=9 b=2 c=3 --> y',
  );
  expect(writeIndex('x', {}, 0)).toBe('x\n\n<!-- kickoff:index v=2 -->');
  expect(withoutIndex('a<!-- kickoff:index a=1 -->b<!-- kickoff:end -->c<!-- kickoff:index -->d')).toBe(
    'ab<!-- kickoff:end -->cd',
  );
});

test('an index speaks of one project: where it names another it says nothing, and is written anew', () => {
  const text = writeIndex('x', { 'c/a': 1 }, 12);
  expect([readIndex(text), readIndex(text, 12), readIndex(text, 13)]).toEqual([
    { 'c/a': 1 },
    { 'c/a': 1 },
    {},
  ]);
  expect(readIndex('<!-- kickoff:index c/a=1 -->', 13)).toEqual({ 'c/a': 1 });
  expect(writeIndex(text, { 'c/b': 2 }, 13)).toBe('x\n\n<!-- kickoff:index v=2 project=13 c/b=2 -->');
});

const placed = (kind: 'issue' | 'epic', description: string): Described =>
  ({ kind, projectId: 12, groupId: 33, description }) as unknown as Described;

test('a marker says where its thing lies; one of another place is no key here', () => {
  const marker = (key: string, place?: string): string => printBlock(key, 'x', place ? { place } : {});
  expect(keysHere(placed('issue', marker('c/a')), 12)).toEqual(['c/a']);
  expect(keysHere(placed('issue', marker('c/a', '12')), 12)).toEqual(['c/a']);
  expect(keysHere(placed('issue', marker('c/a', '13')), 12)).toEqual([]);
  // A scorecard's marker says no place of its own; the thing's own marker does.
  expect(keysHere(placed('epic', marker('c/a', '34/12') + marker('c/a#scorecard')), 12)).toEqual([]);
  expect(keysHere(placed('epic', marker('c/a', '33/12') + marker('c/a#scorecard')), 12)).toEqual(['c/a']);
  expect(keysHere(placed('epic', marker('c/a', '33/13')), 12)).toEqual([]);
  expect(keysHere(placed('epic', marker('c/a', '33/13')), 0)).toEqual(['c/a']);
  // Pasted beside our own, the other one counts for nothing.
  expect(keysHere(placed('issue', marker('c/a', '13') + marker('c/a', '12')), 12)).toEqual(['c/a']);
  expect([placeOf('issue', { project: 12, group: 33 }), placeOf('epic', { project: 12, group: 33 })]).toEqual(
    ['12', '33/12'],
  );
  expect([
    placeOf('epic', { project: 12, group: null }),
    placeOf('milestone', { project: 0, group: 33 }),
  ]).toEqual([null, null]);
});

test('the visible list is sorted, written once, renewed while nobody edits it, and left then', () => {
  const list = (numbers: number[]): string =>
    printBlock('k#issues', ['### Issues', '', ...numbers.map((each) => `- #${each}+`)].join('\n'));
  const once = writeReferences('text \n', 'k', [10, 9]);
  expect(once).toBe(`text\n\n${list([9, 10])}`);
  expect(writeReferences(once, 'k', [10, 9])).toBe(once);
  expect(writeReferences(`${once} tail`, 'k', [10, 9, 11])).toBe(`text\n\n${list([9, 10, 11])} tail`);
  const edited = once.replace('### Issues', '### Ours');
  expect(writeReferences(edited, 'k', [1])).toBe(edited);
  // Read in the old form, and left in it while it says the same.
  const old = once.replace(' v=2', '');
  expect(writeReferences(old, 'k', [9, 10])).toBe(old);
});

test('a resolved duplicate names its key and the one that counts; nothing else is one', () => {
  const text = resolvedText('a/b', 'https://x.test/1');
  expect(text).toBe(
    '<!-- kickoff:duplicate a/b -->\nMade twice by two runs at the same moment. The other one counts: https://x.test/1',
  );
  expect(resolvedKeyOf(text)).toBe('a/b');
  expect(resolvedKeyOf('')).toBeUndefined();
  expect(resolvedKeyOf('<!-- kickoff:duplicate -->')).toBeUndefined();
  expect(resolvedKeyOf('<!-- kickoff:duplicate a b -->')).toBeUndefined();
  expect(resolvedKeyOf('<!-- kickoff:begin a -->')).toBeUndefined();
  expect(keysOf(text)).toEqual([]);
});

test('archived is remembered in the marker, with all other words', () => {
  const before = printBlock('k', 'x', { title: '1' });
  expect(wasArchived(before, 'k')).toBe(false);
  const after = asArchived(before, 'k');
  expect(wasArchived(after, 'k')).toBe(true);
  expect(after).toBe(before.replace('begin k ', 'begin k archived=1 '));
  expect(wasArchived(after.replace('archived=1', 'archived=0'), 'k')).toBe(false);
  expect([wasArchived(after, 'l'), asArchived('no marker', 'k')]).toEqual([false, 'no marker']);
});

test('what was agreed is printed in short and read back; what cannot be read is left out', () => {
  const agreed = new Map([
    ['a', { weight: 1, goal: '' }],
    ['b-2', { weight: 2.5, goal: '10' }],
    ['c', { weight: 1, goal: '40~10' }],
    ['#o', { weight: 3, goal: '' }],
  ]);
  expect(printBaseline(agreed)).toBe('a,b-2*2.5/10,c/40~10,#o*3');
  expect(readBaseline(printBaseline(agreed))).toEqual(agreed);
  expect(printBaseline(new Map())).toBe('');
  expect(readBaseline('')).toEqual(new Map());
  expect([...readBaseline('A,a*,a*x,a/,b*1.2.3,c,##d,e*1e+2').keys()]).toEqual(['c', 'e']);
  expect(readBaseline('e*1e+2/q/r')).toEqual(new Map([['e', { weight: 100, goal: 'q/r' }]]));
});

test('the state of a scorecard is printed and read back, without what is not known', () => {
  const state: ScorecardState = {
    at: '2027-03-01T00:00:00.000Z',
    score: 0.1234567,
    since: '2027-02-01T00:00:00.000Z',
    was: 0,
    closed: new Set(['z', 'y']),
    log: {
      rows: [
        { key: 'a', day: '2027-03-01', field: 'ticks', to: '0101', by: 'robin.ito', earliest: null },
        { key: 'b', day: '', field: 'value', to: '≥ 3,5 "tickets" -->', by: null, earliest: '2027-02-20' },
      ],
      seen: new Map([['a', '2027-03-01']]),
    },
  };
  const { log, ...printed } = printState(state);
  expect(printed).toEqual({
    at: '2027-03-01T00:00:00.000Z',
    score: '0.123457',
    since: '2027-02-01T00:00:00.000Z',
    was: '0',
    closed: 'y,z',
  });
  // It stands in a comment: neither white space nor anything that would end it.
  expect(log).toMatch(/^[\w-]+$/);
  expect(readState({ ...printed, log: log ?? '' })).toEqual({ ...state, score: 0.123457 });
  const none = { ...NO_STATE };
  expect(printState(none)).toEqual({});
  expect(readState({})).toEqual(none);
  expect(readState({ at: 'soon', score: 'high' })).toEqual(none);
});

test('whatever stands where the log should be, reading it neither throws nor swells', () => {
  const bomb = deflateRawSync(Buffer.alloc(50_000_000)).toString('base64url');
  for (const text of ['', 'x', 'AAAA', bomb, deflateRawSync('[1,[[1]],[]]').toString('base64url')])
    expect(readLog(text), text.slice(0, 20)).toBeNull();
  // Rows that say what a field cannot.
  for (const row of [
    ['a', '2027-03-01', 0, '0y1', '', ''],
    ['a', '2027-03-01', 2, 'soon', '', ''],
    ['a', '2027-03-01', 3, '5', '', ''],
    ['a', '2027-03-01', 3, '{"a"', '', ''],
    ['a', '2027-03-01', 4, 'yes', '', ''],
    ['a', 'today', 0, '1', '', ''],
  ])
    expect(
      readLog(deflateRawSync(JSON.stringify([1, [row], []])).toString('base64url')),
      String(row),
    ).toBeNull();
  fc.assert(
    fc.property(fc.json(), (json) => {
      const log = readLog(deflateRawSync(json).toString('base64url'));
      expect(log === null || Array.isArray(log.rows)).toBe(true);
    }),
  );
});

test('print after read gives the same bytes for every block of ours', () => {
  const word = fc.stringMatching(/^[a-z][a-z0-9-]{0,6}$/).filter((each) => each !== 'v' && each !== 'text');
  fc.assert(
    fc.property(
      fc.dictionary(word, fc.stringMatching(/^[a-z0-9=,:~/*.]{0,8}$/)),
      fc.string({ maxLength: 30 }).map((text) => text.replaceAll('<!--', '')),
      (written, text) => {
        const printed = printBlock('a/b', text, written);
        const block = findBlock(printed, 'a/b');
        if (!block) throw new Error('lost');
        expect(replaceMarker(printed, block, block.written)).toBe(printed);
      },
    ),
  );
});
