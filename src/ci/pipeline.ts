/** The jobs as files: what a project includes, the component of a catalog, and a child pipeline. */
import { Document } from 'yaml';
import {
  BASE,
  base,
  commandOf,
  type Jobs,
  jobsOf,
  MOST_JOBS,
  oneByOne,
  type PipelineOptions,
  ritualsOf,
  syncOf,
  syncScript,
  type Tool,
} from './jobs.ts';

/** One that people read: no line is broken, and nothing is repeated by anchors. */
function print(value: object, comment: string): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  document.commentBefore = comment
    .split('\n')
    .map((line) => ` ${line}`)
    .join('\n');
  return document.toString({ lineWidth: 0, singleQuote: true });
}

const withLines = (text: string): string =>
  text.replace(/^(\.?[a-z][\w-]*:)$/gm, '\n$1').replace(/\n{3,}/g, '\n\n');

/** The file that a project includes. `command` is how it was made, for who reads it. */
export const pipelineFile = (options: PipelineOptions, command: string): string =>
  withLines(
    print(
      jobsOf(options),
      [
        `Written by kickoff; it is renewed by: ${command}`,
        '',
        'kickoff-sync runs in scheduled pipelines, the others in merge requests. They need the CI/CD variable GITLAB_TOKEN (masked):',
        'a group access token with the role Planner and the scope api. In a protected variable only protected branches find it.',
      ].join('\n'),
    ),
  );

/** Inputs of the component; each is named in the jobs as `$[[ inputs.NAME ]]`. */
const INPUTS = {
  cohorts: { type: 'array', description: 'Paths of the cohort files.' },
  version: { default: '', description: 'Version of gitlab-kickoff.' },
  registry: { description: 'Registry of packages that gitlab-kickoff was published to.' },
  image: { default: '', description: 'Image with Node 20.19 or newer.' },
  'test-stage': { default: 'test', description: 'Stage of what looks.' },
  'deploy-stage': { default: 'deploy', description: 'Stage of what acts.' },
};

const input = (name: keyof typeof INPUTS): string => `$[[ inputs.${name} ]]`;

/** A CI/CD component (`templates/kickoff/template.yml`) of the same jobs. */
export function componentFile(version: string, image: string): string {
  const spec = {
    spec: {
      inputs: {
        ...INPUTS,
        version: { ...INPUTS.version, default: version },
        image: { ...INPUTS.image, default: image },
      },
    },
  };
  const jobs = jobsOf({
    tool: { from: 'registry', version: input('version'), registry: input('registry') },
    image: input('image'),
    cohorts: input('cohorts'),
    alsoWatched: [],
    stages: { test: input('test-stage'), deploy: input('deploy-stage') },
    pages: false,
    rituals: false,
    child: null,
  });
  const comment =
    'A CI/CD component, made of the same jobs as what kickoff init-ci writes (src/ci). GITLAB_TOKEN is a masked variable.';
  return `${print(spec, comment)}---\n${withLines(print(jobs, '').replace(/^#.*\n+/, '')).trimStart()}`;
}

const OUT = 'scorecards/$KICKOFF_COHORT';

export interface ChildOptions {
  tool: Tool;
  image: string;
  /** Cohorts one after the other in a job. */
  perJob: number;
  /** What is due of a cohort's rituals, too. */
  rituals: boolean;
}

/** A job for each cohort, or for so many of them that there are no more than `MOST_JOBS`. */
export function childPipeline(cohorts: string[], { tool, image, perJob, rituals }: ChildOptions): string {
  const size = Math.max(perJob, Math.ceil(cohorts.length / MOST_JOBS));
  const jobs: Jobs = { [BASE]: base({ tool, image }) };
  const runsOf = (path: string): string[] => [
    `${commandOf(tool)} sync "${path}" --out "scorecards/${path}"`,
    ...(rituals ? ritualsOf(tool, path) : []),
  ];
  for (let at = 0; at < cohorts.length; at += size) {
    const own = cohorts.slice(at, at + size);
    const [first = ''] = own;
    const name = size === 1 ? `sync ${first}` : `sync ${at + 1} to ${at + own.length}`;
    jobs[name] =
      own.length === 1
        ? {
            extends: BASE,
            variables: { KICKOFF_COHORT: first },
            ...syncOf(tool, OUT),
            // A sync that fails stops no ritual.
            ...(rituals
              ? {
                  script: oneByOne([
                    `{ ${syncScript(tool, OUT).join(' && ')}; }`,
                    ...ritualsOf(tool, '$KICKOFF_COHORT'),
                  ]),
                }
              : {}),
          }
        : {
            extends: BASE,
            ...syncOf(tool, ''),
            resource_group: `kickoff/${name}`,
            script: oneByOne(own.flatMap(runsOf)),
            artifacts: { when: 'always', paths: ['scorecards/'], expire_in: '1 year' },
          };
  }
  return withLines(print(jobs, `${cohorts.length} cohorts; made by kickoff pipeline.`));
}
