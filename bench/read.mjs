/** Reads every issue of the cohort as kickoff does: lists of 100, one after the other, by cursor. */
import { connect } from '../dist/index.js';

const { GITLAB_HOST: host, GITLAB_TOKEN: token, BENCH_GROUP: group, BENCH_PROJECT: project } = process.env;
const { tracker } = connect({ host, token });
const { issues } = await tracker.read(
  { group, project, labelsIn: 'group', cohortLabel: 'cohort::spring-2027' },
  ['issues'],
);
console.log(issues.length);
