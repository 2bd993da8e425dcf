import { expect, test } from 'vitest';
import * as z from 'zod';
import { formatProblem, InvalidInput } from '../../src/model/errors.ts';
import { readYaml } from '../../src/program/yaml-file.ts';

const problemsOf = (source: string): string[] => {
  try {
    readYaml('a.yaml', source, z.strictObject({ a: z.string() }));
    return [];
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    return error.problems.map(formatProblem);
  }
};

test('a file that is all mistakes tells the first thousand of them', () => {
  const problems = problemsOf('a: {{else}}'.repeat(20_000));
  expect(problems).toHaveLength(1000);
  expect(problems[0]).toMatch(/^a\.yaml:1:/);
});

test('what is nested deeper than the parser can go is said so, in whatever way it is nested', () => {
  for (const piece of ['a: ', '? ', '- ', '[', '{a: ', '&a ', '!!str ']) {
    // How deep is too deep depends on the stack of the Node that runs: the last is beyond it on some only.
    for (const times of [1, 100, 5000, 50_000]) {
      const problems = problemsOf(`${piece.repeat(times)}x`);
      if (times > 1) expect(problems.length, piece).toBeGreaterThan(0);
      for (const problem of problems) {
        expect(problem).toMatch(/^a\.yaml:\d+:\d+ /);
        expect(problem).not.toMatch(/call stack/i);
      }
    }
  }
});
