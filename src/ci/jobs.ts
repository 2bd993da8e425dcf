/** The jobs of a program's project: what each runs, when, and how it is tried again. One source for every form of the pipeline. */

/** How a job gets kickoff: out of the repository, or from a registry of packages. */
export type Tool =
  | { from: 'repository'; archive: string }
  | { from: 'registry'; version: string; registry: string };

export interface PipelineOptions {
  tool: Tool;
  /** Image of Node for every job, `node:24.21.0-slim`. */
  image: string;
  /** Paths of cohort files, or what stands for them in a component. */
  cohorts: string[] | string;
  /** Paths whose change asks for a new plan, beside the cohort files. */
  alsoWatched: string[];
  /** Stages of the pipeline: for looking, and for acting. */
  stages: { test: string; deploy: string };
  /** Scorecards as GitLab Pages. */
  pages: boolean;
  /** Agendas, check-ins, digests and handovers when they are due. */
  rituals: boolean;
  /** Arguments of `kickoff pipeline`, which then makes a child pipeline that syncs the cohorts of that day; null for jobs of its own. */
  child: string | null;
}

export type Job = Record<string, unknown>;
export type Jobs = Record<string, Job>;

/** Jobs that GitLab takes at once: the most of a matrix, and of a child pipeline of ours. */
export const MOST_JOBS = 200;

/** The hidden job that the others extend. */
export const BASE = '.kickoff';

const VENDORED = 'node .kickoff/package/dist/cli.js';
const INSTALLED = 'node .kickoff/node_modules/gitlab-kickoff/dist/cli.js';
export const commandOf = ({ from }: Tool): string => (from === 'repository' ? VENDORED : INSTALLED);

/** Fetches the tool and looks whether it is the one that was agreed to. */
function setUp(tool: Tool): string[] {
  if (tool.from === 'registry')
    return [
      `npm install --no-save --no-audit --no-fund --prefix .kickoff --registry "${tool.registry}" "gitlab-kickoff@${tool.version}"`,
    ];
  const { archive } = tool;
  return [`(cd .kickoff && sha256sum -c "${archive}.sha256")`, `tar -xzf ".kickoff/${archive}" -C .kickoff`];
}

/** Exit code 75 is "temporary, try later": tried again now, and no red pipeline when GitLab is down for the night. */
const TEMPORARY = 75;

export const base = ({ tool, image }: Pick<PipelineOptions, 'tool' | 'image'>): Job => ({
  image,
  before_script: setUp(tool),
  retry: { max: 2, when: ['runner_system_failure', 'stuck_or_timeout_failure'], exit_codes: [TEMPORARY] },
});

const onSchedule = [{ if: '$CI_PIPELINE_SOURCE == "schedule"' }];

/** One run of a cohort at a time: two would race for the same texts. */
const RESOURCE = 'kickoff/$KICKOFF_COHORT';

const each = (cohorts: string[] | string): object => ({ matrix: [{ KICKOFF_COHORT: cohorts }] });

/** GitLab shows three of the files itself: as tests, as metrics (Premium), as variables of later jobs. */
export const syncScript = (tool: Tool, out: string): string[] => [
  `${commandOf(tool)} sync "$KICKOFF_COHORT" --out "${out}"`,
  `cp "${out}/remarks.xml" "${out}/metrics.txt" "${out}/kickoff.env" .`,
];

/** Reads one cohort back and writes its scorecard. */
export const syncOf = (tool: Tool, out: string, isOnly = false): Job => ({
  resource_group: RESOURCE,
  allow_failure: { exit_codes: [TEMPORARY] },
  script: syncScript(tool, out),
  artifacts: {
    when: 'always',
    paths: ['scorecards/'],
    expire_in: '1 year',
    // Of several cohorts the variables of one would win.
    reports: { junit: 'remarks.xml', metrics: 'metrics.txt', ...(isOnly ? { dotenv: 'kickoff.env' } : {}) },
  },
});

const SCORECARDS = 'scorecards/$KICKOFF_COHORT';

/** Looks at files and plans on merge requests, acts by hand, and syncs on schedule. */
export function jobsOf(options: PipelineOptions): Jobs {
  const { cohorts, stages, pages, rituals, child } = options;
  const perCohort = each(cohorts);
  const isMany = Array.isArray(cohorts) && cohorts.length > MOST_JOBS;
  return {
    [BASE]: base(options),
    ...(isMany ? validateJob(options, cohorts) : planJobs(options, perCohort)),
    ...(child === null ? syncJob(options, perCohort) : childJobs(options, child)),
    // A child pipeline has them in the jobs of its cohorts.
    ...(rituals && child === null ? ritualsJob(options, perCohort) : {}),
    ...(pages ? pagesJob(stages.deploy) : {}),
  };
}

function onMergeRequest({ cohorts, alsoWatched }: PipelineOptions, more: object = {}): object[] {
  const watched = [...(Array.isArray(cohorts) ? cohorts : []), ...alsoWatched];
  return [
    {
      if: '$CI_PIPELINE_SOURCE == "merge_request_event"',
      ...(watched.length === 0 ? {} : { changes: watched }),
      ...more,
    },
  ];
}

const validateOf = (options: PipelineOptions, files: string): Job => ({
  extends: BASE,
  stage: options.stages.test,
  rules: onMergeRequest(options),
  script: [`${commandOf(options.tool)} validate ${files} --lint --junit kickoff-validate.xml`],
  artifacts: { when: 'always', reports: { junit: 'kickoff-validate.xml' } },
});

/** More cohorts than a matrix holds: all are looked at in one job, and none is planned. */
const validateJob = (options: PipelineOptions, cohorts: string[]): Jobs => ({
  'kickoff-validate': validateOf(options, cohorts.map((path) => `"${path}"`).join(' ')),
});

function planJobs(options: PipelineOptions, perCohort: object): Jobs {
  const { tool, stages } = options;
  const command = commandOf(tool);
  return {
    'kickoff-validate': { ...validateOf(options, '"$KICKOFF_COHORT"'), parallel: perCohort },
    'kickoff-plan': {
      extends: BASE,
      stage: stages.test,
      rules: onMergeRequest(options),
      parallel: perCohort,
      script: [
        'mkdir -p "plans/$(dirname "$KICKOFF_COHORT")"',
        `${command} plan "$KICKOFF_COHORT" --out "plans/$KICKOFF_COHORT.json" --markdown --note --quiet > "plans/$KICKOFF_COHORT.md"`,
        'cat "plans/$KICKOFF_COHORT.md"',
      ],
      artifacts: { paths: ['plans/'], expose_as: 'kickoff plan', expire_in: '30 days' },
    },
    'kickoff-provision': {
      extends: BASE,
      stage: stages.deploy,
      rules: onMergeRequest(options, { when: 'manual', allow_failure: true }),
      needs: [{ job: 'kickoff-plan', artifacts: true }],
      parallel: perCohort,
      resource_group: RESOURCE,
      // Nothing happens that the plan of this merge request did not show.
      // Run by hand with the variable KICKOFF_ALLOW, "--allow many-changes", it carries out what would be refused.
      script: [
        `${command} provision "$KICKOFF_COHORT" --plan "plans/$KICKOFF_COHORT.json" --quiet $KICKOFF_ALLOW`,
      ],
    },
  };
}

const syncJob = ({ tool, stages, cohorts }: PipelineOptions, perCohort: object): Jobs => ({
  'kickoff-sync': {
    extends: BASE,
    stage: stages.test,
    rules: onSchedule,
    parallel: perCohort,
    ...syncOf(tool, SCORECARDS, Array.isArray(cohorts) && cohorts.length === 1),
  },
});

/** Rituals of a cohort that are due, as commands. */
export const ritualsOf = (tool: Tool, path: string): string[] =>
  ['agenda', 'checkin', 'digest', 'handover'].map(
    (kind) => `${commandOf(tool)} ${kind} "${path}" --yes --quiet`,
  );

/** One after the other, each whatever became of the one before; a failure that does not pass by itself wins. */
export const oneByOne = (commands: string[]): string[] => [
  'worst=0',
  ...commands.map(
    (command) =>
      `${command} || { code=$?; if [ "$worst" = 0 ] || [ "$worst" = ${TEMPORARY} ]; then worst=$code; fi; }`,
  ),
  'exit $worst',
];

/** Each is made once for its period, whenever and however often the job runs; one that fails does not stop the others. */
const ritualsJob = ({ tool, stages }: PipelineOptions, perCohort: object): Jobs => ({
  'kickoff-rituals': {
    extends: BASE,
    stage: stages.deploy,
    rules: onSchedule,
    // Scores as they are, whether the sync could write them or not.
    needs: [],
    parallel: perCohort,
    resource_group: `${RESOURCE}/rituals`,
    allow_failure: { exit_codes: [TEMPORARY] },
    script: oneByOne(ritualsOf(tool, '$KICKOFF_COHORT')),
  },
});

/** One schedule, and as many jobs as there are cohorts on that day. */
function childJobs({ tool, stages }: PipelineOptions, child: string): Jobs {
  return {
    'kickoff-cohorts': {
      extends: BASE,
      stage: stages.test,
      rules: onSchedule,
      script: [`${commandOf(tool)} pipeline ${child} --out kickoff-cohorts.yml`],
      artifacts: { paths: ['kickoff-cohorts.yml'], expire_in: '30 days' },
    },
    'kickoff-sync': {
      stage: stages.deploy,
      rules: onSchedule,
      trigger: {
        include: [{ artifact: 'kickoff-cohorts.yml', job: 'kickoff-cohorts' }],
        strategy: 'depend',
      },
    },
  };
}

/** A list of the cohorts, and each scorecard below it. */
const PAGES_SCRIPT = [
  'mkdir -p public && if [ -d scorecards ]; then cp -R scorecards/. public/; fi',
  // What programs read is among the artifacts, for members.
  "find public -type f ! -name '*.html' ! -name '*.svg' -delete",
  [
    '{',
    'echo \'<!doctype html><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Scorecards</title><h1>Scorecards</h1><ul>\';',
    '(cd public && find . -name scorecard.html | sort) | while read -r page; do',
    'printf \'<li><a href="%s">%s</a></li>\' "$page" "$(dirname "$page" | cut -c3-)";',
    'done;',
    "echo '</ul>';",
    '} > public/index.html',
  ].join(' '),
];

const pagesJob = (stage: string): Jobs => ({
  pages: {
    extends: BASE,
    stage,
    rules: onSchedule,
    needs: [{ job: 'kickoff-sync', artifacts: true }],
    before_script: [],
    script: PAGES_SCRIPT,
    artifacts: { paths: ['public'], expire_in: '30 days' },
  },
});
