/** Help by topic, and completion that shells take. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { file, stage } from '../support/stage.ts';

const { kickoff } = stage();
const has = (shell: string): boolean => {
  try {
    execFileSync(shell, ['--version'], { stdio: 'ignore' });
    return true;
  } catch {
    console.log(`skipped: there is no ${shell} here`);
    return false;
  }
};

test('help says what --help says, of all or of a command', async () => {
  expect((await kickoff(['help'])).out).toBe((await kickoff(['--help'])).out);
  expect((await kickoff(['help', 'plan'])).out).toBe((await kickoff(['plan', '--help'])).out);
});

test('help on a topic is the document; on nothing known it is one clear error', async () => {
  expect((await kickoff(['help', 'scoring'])).out).toBe(readFileSync('docs/scoring.md', 'utf8'));
  const told = await kickoff(['help', 'plna']);
  expect(told.code).toBe(64);
  expect(told.err).toMatch(/There is no help on "plna".*\n.*Topics are manager, pipeline, scoring/);
});

test.skipIf(!has('bash'))('bash completes commands, options of a command, words and files', async () => {
  const script = file('kickoff.bash', (await kickoff(['completion', 'bash'])).out);
  const complete = (...words: string[]): string[] =>
    execFileSync(
      'bash',
      [
        '-c',
        `source "$1"; shift; COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _kickoff; printf '%s\\n' "\${COMPREPLY[@]}"`,
        'x',
        script,
        ...words,
      ],
      { encoding: 'utf8' },
    )
      .trim()
      .split('\n');
  expect(complete('kickoff', 'pro')).toEqual(['provision']);
  expect(complete('kickoff', 'plan', '--ma')).toEqual(['--markdown']);
  expect(complete('kickoff', 'schema', 'coh')).toEqual(['cohort']);
  expect(complete('kickoff', 'plan', 'config/coh')).toEqual([
    'config/cohort.example.yaml',
    'config/cohort-of-four.example.yaml',
  ]);
});

test.each(['zsh', 'fish'])('%s: the script names every command', async (shell) => {
  const script = (await kickoff(['completion', shell])).out;
  for (const name of ['provision', 'init-ci', 'schema']) expect(script).toContain(name);
  if (has(shell)) execFileSync(shell, ['-n', file(`kickoff.${shell}`, script)]);
});

test('another shell is refused with those that there are', async () => {
  const told = await kickoff(['completion', 'tcsh']);
  expect(told.code).toBe(64);
  expect(told.err).toMatch(/bash, zsh, fish/);
});
