/** What a build prepares is what the files say: programs read beforehand, and templates compiled beforehand. */
import { cpSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { expect, test } from 'vitest';
import { sourcesIn } from '../../src/library/files.ts';
import { readProgram } from '../../src/program/load-program.ts';
import { readyProgram } from '../../src/program/ready-program.ts';
import type { Sources } from '../../src/program/sources.ts';
import { stage } from '../support/stage.ts';

const ready = resolve('dist/programs');
const read: Sources = { ...sourcesIn(resolve()), ready: undefined };

test('an installed program is taken from the build, and is the same as when it is read', () => {
  const names = readdirSync(read.programs);
  expect(names.length).toBeGreaterThan(2);
  for (const name of names) {
    const path = join(read.programs, name);
    const { program, role, templates } = readProgram(path, read);
    expect(readyProgram(path, { ...read, ready }), name).toEqual(
      JSON.parse(JSON.stringify({ program, role })),
    );
    expect(templates).toBeNull();
  }
});

test('a program that was changed since the build, or that is somebody’s own, is read', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-built-'));
  cpSync('templates', folder, { recursive: true });
  const programs = join(folder, 'programs');
  const file = join(programs, 'security-internship.yaml');
  const mine = { ...read, programs, ready };
  expect(readyProgram(file, mine)).not.toBeNull();
  expect(readyProgram(file, { ...read, ready })).toBeNull();
  // The role that it leads to is a part of it.
  const role = join(folder, 'roles', 'infrastructure-security.yaml');
  const before = readFileSync(role, 'utf8');
  writeFileSync(role, `${before}\n# changed\n`);
  expect(readyProgram(file, mine)).toBeNull();
  writeFileSync(role, before);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^title: .*$/m, 'title: Another'));
  expect(readProgram(file, mine).program.title).toBe('Another');
});

test('the overview of the build is what the command line says', async () => {
  const { out, code } = await stage().kickoff(['--help']);
  expect(code).toBe(0);
  expect(readFileSync('dist/help.txt', 'utf8')).toBe(out);
});
