/** Programs that extend another one say only what is different. */

import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { sourcesIn } from '../../src/library/files.ts';
import { InvalidInput } from '../../src/model/errors.ts';
import { inherit } from '../../src/program/family.ts';
import { loadProgram } from '../../src/program/load-program.ts';
import type { Program } from '../../src/program/program-schema.ts';

function load(files: Record<string, string>): Program {
  const folder = mkdtempSync(join(tmpdir(), 'kickoff-'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  return loadProgram(join(folder, 'program.yaml'), sourcesIn(folder));
}

const refusal = (files: Record<string, string>): string => {
  try {
    load(files);
    return '';
  } catch (error) {
    if (error instanceof InvalidInput)
      return error.problems.map(({ path, message }) => `${path}: ${message}`).join('\n');
    throw error;
  }
};

const CHILD = `version: 1
extends: security-internship
key: short-internship
title: Short Internship
write_up: technical-project
rotations:
  - { area: red-team, weeks: 3 }
objectives:
  - key: network
    key_results:
      - { key: coffee-chats, measure: { kind: count, target: 4, unit: coffee chat } }
      - { key: lunch, title: Have lunch with another team, measure: { kind: done } }
  - { key: communication, remove: true }
`;

test('what is said again is changed, what is removed is gone, what is new is added; the rest stands', () => {
  const parent = loadProgram('templates/programs/security-internship.yaml', sourcesIn('.'));
  const child = load({ 'program.yaml': CHILD });
  expect(child.title).toBe('Short Internship');
  expect(child.aim).toBe(parent.aim);
  expect(child.areas).toEqual(parent.areas);
  expect(child.objectives.map(({ key }) => key)).toEqual(['exposure', 'contribution', 'network']);
  expect(child.objectives[2]?.key_results.map(({ key, title }) => [key, title])).toEqual([
    ['coffee-chats', parent.objectives[3]?.key_results[0]?.title],
    ['lunch', 'Have lunch with another team'],
  ]);
  expect(child.rotations.find(({ area }) => area === 'red-team')?.weeks).toBe(3);
  expect(child.rotations).toHaveLength(parent.rotations.length);
});

test('a family of three, and what cannot be: a circle, a stranger, a way out', () => {
  const middle = CHILD.replace('security-internship', './base.yaml');
  const base = 'version: 1\nextends: quarterly-okrs\nkey: base\ntitle: Base\n';
  const last = 'version: 1\nextends: ./middle.yaml\nkey: last\ntitle: Last\n';
  expect(refusal({ 'program.yaml': last, 'middle.yaml': middle, 'base.yaml': base })).toContain('is missing');
  const chain = {
    'program.yaml': 'version: 1\nextends: ./base.yaml\nkey: last\ntitle: Last\n',
    'base.yaml': base,
  };
  expect(load(chain)).toMatchObject({ key: 'last', title: 'Last', aim: expect.any(String) });
  expect(refusal({ 'program.yaml': 'version: 1\nextends: ./program.yaml\nkey: x\ntitle: X\n' })).toContain(
    'comes back to itself',
  );
  expect(refusal({ 'program.yaml': 'version: 1\nextends: nothing-here\nkey: x\ntitle: X\n' })).toContain(
    'is not an installed program',
  );
  expect(
    refusal({ 'program.yaml': 'version: 1\nextends: ../../../etc/passwd\nkey: x\ntitle: X\n' }),
  ).toContain('leads out');
});

test('nothing said again is the parent; everything said again is the child', () => {
  const value = fc.letrec<{ value: unknown }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.string(),
      fc.integer(),
      fc.dictionary(fc.stringMatching(/^[a-z]{1,3}$/), tie('value'), { maxKeys: 3 }),
    ),
  })).value;
  fc.assert(
    fc.property(value, (each) => {
      expect(inherit(each, {})).toEqual(typeof each === 'object' ? each : {});
      expect(inherit(each, each)).toEqual(each);
      expect(inherit(undefined, each)).toEqual(each);
    }),
  );
});
