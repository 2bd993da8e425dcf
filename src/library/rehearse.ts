/**
 * Everything that a program's own templates can be asked to render is rendered once, with made-up issues, before GitLab is
 * asked: a name that does not exist is told now, and not on the night on which it is first needed.
 */

import type { LiveIssue } from '../model/resource.ts';
import { wantedFrom } from '../program/wanted.ts';
import { renderBadge } from '../scorecard/render/badge.ts';
import { renderBlock } from '../scorecard/render/block.ts';
import { renderInternPage, renderMentorPage, renderPage } from '../scorecard/render/page.ts';
import { renderReport } from '../scorecard/render/report.ts';
import { peopleOf } from '../scorecard/render/views.ts';
import { score } from '../scorecard/rules/score.ts';
import type { LoadedCohort } from './cohort.ts';

export function rehearse({ program, cohort, enrolments, render }: LoadedCohort): void {
  const { wanted } = wantedFrom(program, cohort, enrolments, render);
  const matched = new Map(
    wanted.flatMap((each, at) =>
      each.kind === 'issue' ? [[each.key, madeUp(each.title, at + 1, each.text)] as const] : [],
    ),
  );
  const card = score({
    program: program.title,
    cohortTitle: cohort.title ?? cohort.cohort,
    project: cohort.gitlab.project,
    now: new Date(`${cohort.first_day}T12:00:00Z`),
    dayOf: (moment) => moment.toISOString().slice(0, 10),
    at: null,
    enrolments,
    matched,
    elsewhere: new Map(),
    byNumber: new Map(),
    closures: [],
    work: new Map(),
    states: new Map(),
    leftOut: new Map(),
    notes: new Map(),
    selfId: null,
    tokenExpiresAt: cohort.first_day,
    issuesOnly: false,
    unseen: ['nothing'],
  });
  for (const intern of card.interns)
    for (const last of [false, true])
      renderBlock(
        { intern, card, notices: card.notices, cohortLabel: 'cohort::x', date: card.today, last },
        render,
      );
  renderReport(card, render);
  renderPage(card, { linkPeople: true }, render);
  renderBadge(card, render);
  const { interns, mentors } = peopleOf(card);
  for (const username of interns.slice(0, 1)) renderInternPage(card, username, render);
  for (const username of mentors.slice(0, 1)) renderMentorPage(card, username, render);
}

function madeUp(title: string, iid: number, description: string): LiveIssue {
  return {
    kind: 'issue',
    id: iid,
    iid,
    projectId: 1,
    url: `https://gitlab.example/issues/${iid}`,
    title,
    description: `${description}\n\n- Evidence: none\n- Confidence: low\n- Outcome: ?`,
    state: 'opened',
    closedAt: null,
    closedBy: null,
    labels: [],
    milestone: null,
    milestoneId: null,
    dueDate: null,
    assignees: [],
    confidential: false,
    movedTo: null,
    closedAsDuplicateOf: null,
    epic: null,
    author: 'nobody',
    notes: 0,
    tasks: { count: 0, completed: 0 },
    createdAt: '2020-01-01T00:00:00Z',
    updatedAt: '2020-01-01T00:00:00Z',
  };
}
