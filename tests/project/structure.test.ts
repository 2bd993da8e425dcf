/** The rooms of `src` and the arrows between them, as `scripts/rooms.mjs` draws them; and how large a reader's portion may be. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { ROOMS, roomOf, table } from '../../scripts/rooms.mjs';

const files = readdirSync('src', { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.ts'),
);
const imports = files.flatMap((path) => {
  const source = readFileSync(join('src', path), 'utf8');
  return [...source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)].map((match) => ({
    from: path,
    to: relative('src', join('src', dirname(path), match[1] ?? '')),
  }));
});
const lines = (path: string): number => readFileSync(join('src', path), 'utf8').split('\n').length - 1;

test('every file is in a room, and only the library’s face stands on the ground', () => {
  expect(files.filter((path) => roomOf(path) === '')).toEqual(['index.ts']);
  for (const [name] of ROOMS) expect(existsSync(join('src', name, 'README.md')), name).toBe(true);
});

test('a room opens with five lines on what comes in, what goes out, and what never belongs there', () => {
  for (const [name] of ROOMS) {
    const readme = readFileSync(join('src', name, 'README.md'), 'utf8');
    expect(readme, name).toMatch(/^# .+\n\n(?:.+\n){1,5}/);
    expect(readme, name).toMatch(/[Ii]n come|[Cc]omes? in/);
    expect(readme, name).toMatch(/[Oo]ut (?:go|come)|[Gg]oes out/);
    expect(readme, name).toMatch(/[Nn]ever/);
  }
});

test('arrows run as the table says: never back, never in a circle', () => {
  const allowed = new Map(ROOMS.map(([name, into]) => [name, new Set([name, ...into])]));
  const wrong = imports.filter(({ from, to }) => {
    const into = allowed.get(roomOf(from));
    return into !== undefined && !into.has(roomOf(to));
  });
  expect(wrong).toEqual([]);
  const order = ROOMS.map(([name]) => name);
  for (const [name, into] of ROOMS)
    for (const each of into)
      expect(order.indexOf(each), `${name} → ${each}`).toBeLessThan(order.indexOf(name));
});

test('every arrow of the table is one that the code draws', () => {
  const drawn = new Set(imports.map(({ from, to }) => `${roomOf(from)} → ${roomOf(to)}`));
  const idle = ROOMS.flatMap(([name, into]) =>
    into.map((each) => `${name} → ${each}`).filter((arrow) => !drawn.has(arrow)),
  );
  expect(idle).toEqual([]);
});

test('files do not import one another in a circle', () => {
  const into = new Map<string, string[]>();
  for (const { from, to } of imports) into.set(from, [...(into.get(from) ?? []), to]);
  const done = new Set<string>();
  const visit = (path: string, above: string[]): string[] => {
    if (above.includes(path)) return [...above.slice(above.indexOf(path)), path];
    if (done.has(path)) return [];
    const found = (into.get(path) ?? [])
      .map((next) => visit(next, [...above, path]))
      .find((each) => each.length > 0);
    done.add(path);
    return found ?? [];
  };
  for (const path of files) expect(visit(path, []).join(' → ')).toBe('');
});

/** A schema is a table; so is a list of what a resource looks like. */
const TABLES = ['program/program-schema.ts', 'program/cohort-schema.ts', 'program/measures.ts'];

test('a file is a portion: the median at most 110 lines, none over 300 but tables and schemas', () => {
  const sizes = files.map(lines).sort((left, right) => left - right);
  expect(sizes[Math.floor(sizes.length / 2)]).toBeLessThanOrEqual(110);
  expect(files.filter((path) => lines(path) > 300 && !TABLES.includes(path))).toEqual([]);
});

test('the table in ARCHITECTURE.md is this one', () => {
  expect(readFileSync('ARCHITECTURE.md', 'utf8')).toContain(table());
});

test('only commands that serve it know the sandbox', () => {
  const users = new Set(
    imports
      .filter(({ from, to }) => roomOf(to) === 'sandbox' && roomOf(from) !== 'sandbox')
      .map(({ from }) => from),
  );
  expect([...users].sort()).toEqual([
    'cli/commands/demo-weeks.ts',
    'cli/commands/demo.ts',
    'cli/commands/sandbox.ts',
  ]);
});

test('nothing below the command line asks for the time, the environment, or sleeps', () => {
  const wrong = files
    .filter((path) => !['cli', 'sandbox'].includes(roomOf(path)))
    // The defaults of what is handed in.
    .filter((path) => path !== 'gitlab/rest/connect.ts')
    .filter((path) => {
      const code = readFileSync(join('src', path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /Date\.now|new Date\(\)|process\.(env|argv|stdout|stderr)|console\./.test(code);
    });
  expect(wrong).toEqual([]);
});

test('gitbeaker and commander are known in one part of the house each', () => {
  const users = (library: RegExp): string[] => [
    ...new Set(files.filter((path) => library.test(readFileSync(join('src', path), 'utf8'))).map(roomOf)),
  ];
  expect(users(/from '@gitbeaker/).sort()).toEqual(['gitlab/rest', 'gitlab/transport']);
  expect(users(/from '@commander-js/)).toEqual(['cli']);
});

test('the old dialect is gone', () => {
  const texts = [
    ...files.map((path) => join('src', path)),
    'README.md',
    ...readdirSync('docs')
      .filter((name) => name.endsWith('.md'))
      .map((name) => join('docs', name)),
  ];
  const found = texts.filter((path) =>
    /\b(fence|twin|settle|astray|holder|lanes|placement)\b/i.test(readFileSync(path, 'utf8')),
  );
  expect(found).toEqual([]);
});
