/**
 * What people write in an afternoon: a script on gitbeaker that makes the same objects one by one, with nothing looked up
 * and epic links sent separately. `BENCH_LANES` many at a time; 1 is the plain script. Reads the plan that kickoff made.
 */
import { readFileSync } from 'node:fs';
import { Gitlab } from '@gitbeaker/rest';

const {
  GITLAB_HOST: host,
  GITLAB_TOKEN: token,
  BENCH_PLAN,
  BENCH_LANES,
  BENCH_GROUP: group,
  BENCH_PROJECT: project,
} = process.env;
const limitConcurrency = Number(BENCH_LANES);
const api = new Gitlab({ host, token });

if (process.argv[2] === 'list') {
  const all = await api.Issues.all({ projectId: project });
  console.log(all.length);
  process.exit(0);
}

const { steps } = JSON.parse(readFileSync(BENCH_PLAN, 'utf8'));
const wanted = (kind) => steps.filter((step) => step.kind === kind).map((step) => step.wanted);
const made = new Map();

async function each(items, work) {
  const queue = [...items];
  await Promise.all(
    Array.from({ length: limitConcurrency }, async () => {
      for (let item = queue.shift(); item; item = queue.shift()) await work(item);
    }),
  );
}

await each(wanted('label'), async (label) => {
  made.set(
    label.name,
    await api.GroupLabels.create(group, label.name, label.color, { description: label.description }),
  );
});
await each(wanted('milestone'), async (each) => {
  made.set(
    each.key,
    await api.ProjectMilestones.create(project, each.title, {
      description: each.text,
      startDate: each.startDate,
      dueDate: each.dueDate,
    }),
  );
});
await each(wanted('epic'), async (epic) => {
  made.set(
    epic.key,
    await api.Epics.create(group, epic.title, {
      description: epic.text,
      labels: epic.labels.join(','),
      startDateFixed: epic.startDate,
      startDateIsFixed: true,
      dueDateFixed: epic.dueDate,
      dueDateIsFixed: true,
    }),
  );
});
await each(wanted('issue'), async (issue) => {
  const answer = await api.Issues.create(project, issue.title, {
    description: `${issue.text}\n\n${issue.worksheet}`,
    labels: issue.labels.join(','),
    dueDate: issue.dueDate,
    confidential: issue.confidential,
    ...(issue.milestone ? { milestoneId: made.get(issue.milestone).id } : {}),
  });
  await api.EpicIssues.assign(group, made.get(issue.epic).iid, answer.id);
});
for (const board of wanted('board')) {
  const answer = await api.ProjectIssueBoards.create(project, board.name);
  for (const name of board.lists)
    await api.ProjectIssueBoards.createList(project, answer.id, { labelId: made.get(name).id });
}
