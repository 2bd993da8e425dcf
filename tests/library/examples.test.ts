/** Each example of docs/library.md and of the README, run as it stands there, over real HTTP against a sandbox. */
import { readFileSync } from 'node:fs';
import { transform } from 'esbuild';
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as library from '../../src/index.ts';
import { createSandbox } from '../../src/sandbox/sandbox.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';

const text = ['docs/library.md', 'README.md'].map((path) => readFileSync(path, 'utf8')).join('\n');
const examples = [...text.matchAll(/^(.+):\n\n```ts\n([\s\S]*?)```$/gm)].map((match): [string, string] => [
  match[1] ?? '',
  match[2] ?? '',
]);

const sandbox = createSandbox({ clock: () => new Date('2027-02-22T09:00:00Z') });
let served: Awaited<ReturnType<typeof serveSandbox>>;
beforeAll(async () => {
  served = await serveSandbox(sandbox);
});
afterAll(() => served.close());

test.each(examples)('%s', async (_what, source) => {
  const lines = source.trim().split('\n');
  expect(lines.filter((line) => line !== '' && !line.startsWith('import ')).length).toBeLessThanOrEqual(10);
  const { code } = await transform(
    source.replace(/^import (.*) from 'gitlab-kickoff';$/m, 'const $1 = library;'),
    {
      loader: 'ts',
      target: 'node20',
    },
  );
  const said: unknown[][] = [];
  const env = { GITLAB_HOST: served.url, GITLAB_TOKEN: SEEDED.token };
  const run = new Function('library', 'process', 'console', `return (async () => { ${code} })();`);
  await run(library, { env }, { log: (...words: unknown[]) => said.push(words) });
  expect(JSON.stringify(said)).not.toContain('undefined');
});

test('there are examples, and every one was run', () => {
  expect(examples.length).toBe((text.match(/^```ts/gm) ?? []).length);
  expect(sandbox.state.issues.some(({ title }) => title.startsWith('Application for'))).toBe(true);
});
