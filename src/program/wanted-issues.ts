/** The issues of one intern: key results, role check-lists, growth goals. */

import { seedWorksheet } from '../issues/worksheet.ts';
import { shortSpan } from '../model/dates.ts';
import { LABEL } from '../model/labels.ts';
import type { WantedIssue } from '../model/resource.ts';
import { cellMarkdown, inlineMarkdown } from '../text/people-markdown.ts';
import { titleText } from '../text/plain-text.ts';
import type { Render } from '../text/templates.ts';
import { Markdown } from '../text/templates.ts';
import type { Cohort } from './cohort-schema.ts';
import type { EnrolledKeyResult, Enrolment } from './enrolment.ts';
import { issueFieldsOf } from './key-result.ts';
import { block, code, commonLabels, markdownOf } from './words.ts';

/** As it was agreed, without a bit that the multiplication adds. */
const percent = (share: number): string => `${Number((share * 100).toFixed(4))} %`;

/** How the score comes about, in a sentence for people. */
export function describeMeasure(
  { measure, boxes, counted }: EnrolledKeyResult,
  { keyResults }: Enrolment,
): string {
  switch (measure.kind) {
    case 'done':
      return 'done or not: closing the issue scores 1';
    case 'count': {
      if (counted === null) return `ticked boxes of the list below, out of ${boxes.length}`;
      const kind = counted.what === 'issues' ? 'issues' : 'merge requests';
      const which = counted.state === 'all' ? kind : `${counted.state} ${kind}`;
      const by = counted.author === null ? '' : ` by ${counted.author}`;
      const label = counted.label === null ? '' : ` with the label ${counted.label}`;
      return `${which}${by}${label} in ${counted.project ?? 'the project that is still to be chosen'}, out of ${measure.target}; nothing to tick`;
    }
    case 'metric': {
      const unit = measure.unit === undefined ? '' : ` ${measure.unit}`;
      if (measure.baseline === undefined)
        return `the number on the line "Value" below: 1 when it is ${measure.at_least ? 'at least' : 'at most'} ${measure.target}${unit}, else 0`;
      return `the number on the line "Value" below, from ${measure.baseline}${unit} (0) to ${measure.target}${unit} (1)`;
    }
    case 'rubric':
      return `the highest ticked step: ${measure.steps.map(({ name, score }) => `${name} (${score})`).join(', ')}`;
    case 'maintain':
      return measure.at_least === 1
        ? `share of the ${boxes.length} checks below that are ticked`
        : `share of the ${boxes.length} checks below that are ticked; ${percent(measure.at_least)} is as good as all`;
    case 'derived': {
      const reach =
        measure.score === 1 ? 'scores 1.0' : `scores at least ${measure.score === 0 ? '0.0' : measure.score}`;
      const titleOf = (key: string): string => {
        const found = keyResults.find((each) => each.key === key);
        // Its own issue names it; this one is read by others.
        return found ? (found.confidential ? 'a confidential key result' : `"${found.title}"`) : key;
      };
      if (measure.from === 'rotations')
        return `share of the rotations that are over and lasted ${measure.at_least === 1 ? 'a week' : `${measure.at_least} weeks`} or more; nothing to tick`;
      if (measure.from === 'key-results')
        return `share of these that ${reach}: ${(measure.of ?? []).map(titleOf).join(', ')}; nothing to tick`;
      const results = measure.at_least === 1 ? 'one key result' : `${measure.at_least} key results`;
      return `share of areas in which ${results} ${reach}; nothing to tick`;
    }
    case 'to-be-defined':
      return 'not yet: it is still to be defined';
  }
}

export function keyResultIssue(
  result: EnrolledKeyResult,
  enrolment: Enrolment,
  cohort: Cohort,
  render: Render,
): WantedIssue {
  const { home, rotation, once } = result;
  const { program } = enrolment;
  const options = markdownOf(program);
  const boxes = result.boxes.map((box) => inlineMarkdown(box, options));
  // What has lines of its own does not fit into the table.
  const long = result.evidence !== null && /\n/.test(result.evidence.trim());
  const scored = describeMeasure(result, enrolment);
  return {
    kind: 'issue',
    key: result.issue,
    role: 'key-result',
    title: titleText(result.title),
    text: render('key-result', {
      intern: once ? `everybody in ${enrolment.cohortTitle}` : enrolment.intern.name,
      program: program.title,
      home: home.kind === 'area' ? home.title : `Objective: ${home.title}`,
      description: block(result.description, program),
      scored: result.weight === 0 ? `${scored}; optional, outside the score` : scored,
      late: lateWords(result),
      when: `${shortSpan(result.span)}${rotation ? ` (${rotation.title})` : ''}`,
      mentor: once ? null : code(rotation?.mentor ?? enrolment.mentor),
      manager: rotation?.manager ? code(rotation.manager) : null,
      evidence:
        result.evidence === null || long ? null : new Markdown(cellMarkdown(result.evidence, options)),
      evidenceText: long ? block(result.evidence, program) : null,
      changed: result.changes.length > 0,
      changes: result.changes,
    }),
    worksheet: `${seedWorksheet(result.issue, boxes)}\n\n${footer(result)}`,
    boxes,
    labels: [
      ...commonLabels(enrolment, cohort, once),
      LABEL.keyResult,
      ...(home.kind === 'area'
        ? [LABEL.area(home.key)]
        : [LABEL.objective(home.key), ...(enrolment.program.areas.length > 0 ? [LABEL.program] : [])]),
    ],
    milestone: rotation?.milestone ?? null,
    // One that all share belongs to no one's epic.
    epic: once ? null : enrolment.epic,
    parent: once ? null : enrolment.epic,
    asParent: null,
    dueDate: result.span.end,
    assignees: result.owners,
    ...issueFieldsOf(result.template),
  };
}

/** What lateness costs, in words; null when it costs nothing. */
function lateWords({ late, measure }: EnrolledKeyResult): string | null {
  if (late === 'none' || measure.kind === 'derived') return null;
  return late === 'zero'
    ? 'closed after the due date it scores 0'
    : `each week begun after the due date takes ${percent(late.decay_per_week)} off when it is closed`;
}

/** Two lines that say how a key result ends. The backslash is a line break. */
function footer({ measure, boxes }: EnrolledKeyResult): string {
  const first = measure.kind === 'metric' ? 'Write the value' : boxes.length > 0 ? 'Tick what is done' : null;
  const act = first === null ? 'Add evidence' : `${first}, add evidence`;
  const opening =
    measure.kind === 'derived'
      ? 'It follows from other key results. Are they done? Then'
      : `Done? ${act} and`;
  return [
    `_${opening} close this issue. Not going to happen? Write an outcome, for example "won't do: reason", and close it._\\`,
    '_Closed by mistake? Reopen it: nothing is lost._',
  ].join('\n');
}

export function goals(enrolment: Enrolment, cohort: Cohort, render: Render): WantedIssue[] {
  return enrolment.goals.map((goal) => ({
    kind: 'issue',
    key: goal.issue,
    role: 'goal',
    title: titleText(goal.title),
    text: render('goal', {
      intern: enrolment.intern.name,
      program: enrolment.program.title,
      description: block(goal.description, enrolment.program),
    }),
    worksheet: '- Evidence:',
    boxes: [],
    labels: [...commonLabels(enrolment, cohort), LABEL.goal],
    milestone: null,
    epic: enrolment.epic,
    parent: enrolment.epic,
    asParent: null,
    dueDate: enrolment.span.end,
    assignees: [enrolment.intern.username],
    confidential: false,
  }));
}
