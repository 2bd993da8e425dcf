/**
 * Every command with every secret set to a canary, at every kind of fault: no canary in what is printed, nor in any file that is written.
 * The server says everything that it was sent, as an unlucky proxy or a debugging page would.
 */
import { cpSync, mkdtempSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Fault, parseFault, withBadDay } from '../../src/sandbox/faults.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, HOST, stage } from '../support/stage.ts';

/** The token works, the others are there to be found. */
const SECRETS: Record<string, string> = {
  GITLAB_TOKEN: SEEDED.token,
  CI_JOB_TOKEN: 'glcbt-canary-job-7f3a',
  KICKOFF_WEBHOOK_URL: 'https://chat.test/hooks/canary-chat-7f3e',
  CI_JOB_JWT: 'eyJ-canary-jwt-7f3b',
  CI_REGISTRY_PASSWORD: 'canary-registry-7f3c',
  CI_DEPLOY_PASSWORD: 'canary-deploy-7f3d',
  HTTPS_PROXY: 'http://robin:canary-proxy-7f3e@proxy.test:3128',
};
const CANARIES = [
  ...Object.values(SECRETS).filter((each) => !each.startsWith('http')),
  'canary-proxy-7f3e',
  'canary-chat-7f3e',
];
const forms = (secret: string): string[] => [
  secret,
  encodeURIComponent(secret),
  Buffer.from(secret).toString('base64'),
  Buffer.from(`oauth2:${secret}`).toString('base64'),
];

const COMMANDS: string[][] = [
  ['plan', 'cohort.yaml', '--out', 'plan.json'],
  ['plan', 'cohort.yaml', '--markdown', '--note'],
  ['provision', 'cohort.yaml', '--yes'],
  ['provision', 'cohort.yaml', '--yes', '--json'],
  ['sync', 'cohort.yaml', '--out', 'scorecard'],
  ['sync', 'cohort.yaml', '--json'],
  ['agenda', 'cohort.yaml', '--yes'],
  ['checkin', 'cohort.yaml', '--yes', '--json'],
  ['digest', 'cohort.yaml', '--yes'],
  ['report', 'cohort.yaml', '--out', 'report'],
  ['report', 'cohort.yaml', '--at', '2027-02-20'],
  ['archive', 'cohort.yaml', '--yes', '--early'],
  ['doctor', 'cohort.yaml', '--json'],
  ['doctor', '--token'],
  ['doctor', '--rotate', '--token-file', 'fresh'],
  ['init-ci', '--schedule', '--project', 'security-team/internship'],
  ['directory', 'directory.yaml'],
  ['application', 'directory.yaml', 'intern', 'robin.ito', '--yes'],
  ['validate', 'cohort.yaml', '--junit', 'junit.xml'],
  ['pipeline', 'cohort.yaml', '--out', 'child.yml'],
];

const FAULTS = [
  'none',
  '502',
  'hangup',
  'html',
  'cut',
  '401',
  '403',
  '404',
  '429=1',
  'echo-400',
  'echo-401',
  'echo-500',
  'echo-200',
] as const;

function filesIn(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? filesIn(path) : [path];
  });
}

test('no canary in any output or file, whatever goes wrong', async () => {
  let [runs, files] = [0, 0];
  for (const fault of FAULTS) {
    for (const line of COMMANDS) {
      const cwd = mkdtempSync(join(tmpdir(), 'kickoff-canary-'));
      cpSync(EXAMPLE, join(cwd, 'cohort.yaml'));
      cpSync('config/directory.example.yaml', join(cwd, 'directory.yaml'));
      const { sandbox, kickoff } = stage();
      const echo = async (request: Request): Promise<Response> => {
        const status = Number(/\d+/.exec(fault)?.[0]);
        const sent = [...request.headers].map(([name, value]) => `${name}: ${value}`).join('; ');
        const all = `${sent} ${await request.clone().text()} ${CANARIES.join(' ')}`;
        return Response.json(
          status === 200 ? [{ id: 1, title: all, message: all }] : { message: all, error: all },
          { status },
        );
      };
      const bad =
        fault === 'none' || fault.startsWith('echo')
          ? sandbox.fetch
          : withBadDay(sandbox.fetch, {
              faults: [{ ...(parseFault(fault) as Fault), percent: 60 }],
              seed: 7,
              now: () => sandbox.now(),
              wait: async () => {},
            });
      const run = await kickoff(line, {
        cwd,
        env: { ...SECRETS, GITLAB_HOST: HOST, CI_MERGE_REQUEST_IID: '1', CI_PROJECT_ID: '12' },
        fetch: (request) => (fault.startsWith('echo') ? echo(request) : bad(request)),
      });
      runs += 1;
      const seen = [
        ['stdout', run.out],
        ['stderr', run.err],
        ...filesIn(cwd).map((path) => [path.slice(cwd.length), readFileSync(path, 'latin1')]),
      ];
      files += seen.length - 2;
      for (const [where = '', text = ''] of seen) {
        for (const secret of CANARIES)
          for (const form of forms(secret))
            expect(text.includes(form), `${form} in ${where} of ${line.join(' ')} at ${fault}`).toBe(false);
      }
      expect(run.err, `${line.join(' ')} at ${fault}`).not.toMatch(/this is a bug|\n\s+at /i);
    }
  }
  record({
    guarantee: 'Secrets',
    fault: 'a canary in every secret, every command, every kind of fault',
    schedules: runs,
    result: `0 canaries in outputs and ${files} files`,
  });
}, 600_000);
