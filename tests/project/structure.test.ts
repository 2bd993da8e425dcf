/** Folders import the shared words, never each other; what ties them together is named here. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, test } from 'vitest';

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
const folder = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');

/** What a folder may import beside itself and the words directly in src: files, or whole folders. */
const ALLOWED: Record<string, string[]> = {
  program: [],
  provision: [],
  scorecard: ['program/schema.ts', 'program/role-schema.ts'],
  // Finds what provision made, and scores it.
  sync: ['provision', 'scorecard', 'program/directory-schema.ts'],
  handbook: [
    'program/schema.ts',
    'program/role-schema.ts',
    'program/directory-schema.ts',
    'program/place.ts',
  ],
  gitlab: [],
  sandbox: [],
};

test('folders keep to themselves', () => {
  const wrong = imports.filter(({ from, to }) => {
    const allowed = ALLOWED[folder(from)];
    return (
      allowed &&
      folder(to) !== folder(from) &&
      folder(to) !== '' &&
      !allowed.includes(to) &&
      !allowed.includes(folder(to))
    );
  });
  expect(wrong).toEqual([]);
});

test('the sandbox imports nothing of ours, and only commands that serve it know it', () => {
  expect(imports.filter(({ from, to }) => folder(from) === 'sandbox' && folder(to) !== 'sandbox')).toEqual(
    [],
  );
  const users = new Set(
    imports
      .filter(({ from, to }) => folder(to) === 'sandbox' && folder(from) !== 'sandbox')
      .map(({ from }) => from),
  );
  expect([...users].sort()).toEqual(['cli/commands/demo.ts', 'cli/commands/sandbox.ts']);
});

test('shared words know no folder, but for the types of a placed program', () => {
  const tying = ['index.ts'];
  const wrong = imports.filter(
    ({ from, to }) => folder(from) === '' && folder(to) !== '' && !tying.includes(from),
  );
  expect(wrong).toEqual([
    { from: 'enrolment.ts', to: 'program/role-schema.ts' },
    { from: 'enrolment.ts', to: 'program/schema.ts' },
  ]);
});

test('nothing below the command line asks for the time, the environment, or sleeps', () => {
  const wrong = files
    .filter((path) => !['cli', 'sandbox'].includes(folder(path)))
    .filter((path) => {
      const code = readFileSync(join('src', path), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
      return /Date\.now|new Date\(\)|process\.(env|argv|stdout|stderr)|console\./.test(code);
    });
  expect(wrong).toEqual([]);
});

test('gitbeaker and commander are known in one folder each', () => {
  const users = (library: RegExp): string[] => [
    ...new Set(files.filter((path) => library.test(readFileSync(join('src', path), 'utf8'))).map(folder)),
  ];
  expect(users(/from '@gitbeaker/)).toEqual(['gitlab']);
  expect(users(/from '@commander-js/)).toEqual(['cli']);
});
