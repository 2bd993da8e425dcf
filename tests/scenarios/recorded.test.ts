/** What 0.1.0 and a GitLab EE 18.9 said to each other, said again by this version to a stand-in that answers as recorded. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { bodyOf, factsOf, HAS_RECORDING, isCut, kindOf, recorded, standIn } from '../support/recording.ts';
import { EXAMPLE, file, stage } from '../support/stage.ts';

const TIERS = ['free', 'premium', 'ultimate'];
const ACTS: [string, string[]][] = [
  ['1-doctor', ['doctor']],
  ['2-provision', ['provision', '--yes']],
  ['3-provision-again', ['provision', '--yes']],
  ['4-sync', ['sync']],
  ['5-sync-again', ['sync']],
];
/** What 0.1.0 did not ask, and why it is asked now. */
const ADDED: Record<string, string> = {
  'GET vN/groups/G/issues': 'whether the key is in use elsewhere in the hierarchy',
};

const neutral = (kind: string): string =>
  kind.replace(/[\w-]+-team\/internship/, 'P').replace(/groups\/[\w-]+-team/, 'groups/G');

if (!HAS_RECORDING) console.log('skipped: ../shared/real-gitlab is not there');

for (const tier of TIERS)
  for (const [act, args] of ACTS)
    test.runIf(HAS_RECORDING)(`${tier}: ${act}`, async () => {
      const steps = recorded(`${tier}-${act}`);
      const group = /projects\/([\w-]+)%2F/.exec(steps.map(({ path }) => path).join(' '))?.[1] ?? '';
      const cohort = readFileSync(EXAMPLE, 'utf8')
        .replaceAll('security-team', group)
        .replace(/mentor: [\w.]+/g, 'mentor: sam.okafor')
        .replace(/manager: [\w.]+/g, 'manager: maya.torres')
        .replace(/^links:[\s\S]*/m, '');
      const path = file('cohort.yaml', cohort);
      const there = standIn(steps);
      const [command = '', ...flags] = args;
      const run = await stage().kickoff([command, path, ...flags], {
        env: { GITLAB_HOST: 'https://gitlab.test', GITLAB_TOKEN: 'glpat-of-the-recording' },
        fetch: there.fetch,
        time: () => Date.parse('2026-11-25T14:00:00Z'),
      });
      expect(run.code, run.err + run.out).toBe(0);
      const known = new Set(steps.map((step) => neutral(kindOf(step.method, step.path))));
      const asked = there.sent.map(({ kind }) => neutral(kind));
      expect([...new Set(asked)].filter((kind) => !known.has(kind) && !(kind in ADDED))).toEqual([]);
      const isWrite = (kind: string): boolean => !kind.startsWith('GET');
      // The recording cut long bodies: of those the title has to do.
      const cut = new Set(steps.filter(isCut).map((step) => (step.answer as { title: string }).title));
      const told = (body: Record<string, unknown>): object =>
        cut.has(String(body.title)) ? { title: body.title } : factsOf(body);
      const sorted = (list: [string, object][]): string[] =>
        list.map(([kind, body]) => `${neutral(kind)} ${JSON.stringify(sortKeys(body))}`).sort();
      expect(
        sorted(there.sent.filter(({ kind }) => isWrite(kind)).map(({ kind, body }) => [kind, told(body)])),
      ).toEqual(
        sorted(
          steps
            .filter(({ method }) => method !== 'GET')
            .map((step) => [kindOf(step.method, step.path), told(bodyOf(step))]),
        ),
      );
    });

const sortKeys = (body: object): object =>
  Object.fromEntries(Object.entries(body).sort(([left], [right]) => (left < right ? -1 : 1)));
