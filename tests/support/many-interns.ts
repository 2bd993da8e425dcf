import { readFileSync } from 'node:fs';
import type { State } from '../../src/sandbox/state.ts';
import { EXAMPLE, file } from './stage.ts';

/** A cohort file with so many interns, and the users for it. */
export function manyInterns(count: number): { path: string; addUsers(state: State): void } {
  const names = Array.from({ length: count }, (_, index) => `intern-${index + 1}`);
  const text = readFileSync(EXAMPLE, 'utf8').replace(
    /interns:\n[\s\S]*?\n\n/,
    `interns:\n${names.map((name) => `  - { username: ${name} }`).join('\n')}\n\n`,
  );
  return {
    path: file('cohort.yaml', text),
    addUsers(state) {
      for (const [index, username] of names.entries()) {
        const id = 10_000_000 + index;
        state.users.push({ id, username, name: username, state: 'active', bot: false });
        state.members.push({ source: 'group', source_id: 11, user_id: id, access_level: 30 });
      }
    },
  };
}
