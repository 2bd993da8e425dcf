/**
 * Mutation testing of one room against its own tests, so that a rule is held by a test that stands beside it.
 *
 *   npm run test:mutation -- record
 *
 * Prints what survived. Not in CI; the figures stand in docs/mutation.md with their date.
 */
import { existsSync, readFileSync } from 'node:fs';
import { Stryker } from '@stryker-mutator/core';

const room = process.argv[2];
if (room === undefined || !existsSync(`src/${room}`) || !existsSync(`tests/${room}`)) {
  console.error(
    'Name a room that has tests of its own: record, provision/find, provision/plan, scorecard/rules.',
  );
  process.exit(64);
}
process.env.ROOM = room;
const report = `.deep/mutation-${room.replaceAll('/', '-')}.json`;
await new Stryker({
  // The ownership table is what the plan follows; its tests stand with the plan's.
  mutate: [`src/${room}/*.ts`, ...(room === 'provision/plan' ? ['src/provision/fields/*.ts'] : [])],
  testRunner: 'vitest',
  vitest: { configFile: 'vitest.mutation.config.ts' },
  // TypeScript 7 has no API that Stryker knows; it only strips types here, which esbuild does.
  tsconfigFile: 'no-tsconfig.json',
  coverageAnalysis: 'perTest',
  concurrency: 2,
  timeoutMS: 10_000,
  // Wording is for people and free to change; what a rule decides is not.
  mutator: { excludedMutations: room === 'record' ? [] : ['StringLiteral'] },
  reporters: ['json', 'progress-append-only'],
  jsonReporter: { fileName: report },
  ignorePatterns: ['dist', '.deep', '.ci', 'docs/*.png', 'kickoff-out'],
  tempDirName: '.deep/stryker',
  allowConsoleColors: false,
  logLevel: 'warn',
}).runMutationTest();

const { files } = JSON.parse(readFileSync(report, 'utf8'));
const all = Object.entries(files).flatMap(([path, { mutants, source }]) =>
  mutants.map((mutant) => ({
    ...mutant,
    path,
    line: source.split('\n')[mutant.location.start.line - 1]?.trim(),
  })),
);
const of = (...states) => all.filter(({ status }) => states.includes(status)).length;
for (const { path, status, mutatorName, replacement, location, line } of all) {
  if (status === 'Survived' || status === 'NoCoverage')
    console.log(
      `${path}:${location.start.line} ${status} ${mutatorName} → ${replacement ?? ''}\n    ${line}`,
    );
}
const killed = of('Killed', 'Timeout');
const valid = killed + of('Survived', 'NoCoverage');
console.log(`\n${room}: ${killed} of ${valid} mutants killed, ${((killed / valid) * 100).toFixed(1)} %`);
