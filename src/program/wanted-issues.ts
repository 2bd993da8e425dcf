/** The issues of one intern: key results, role check-lists, growth goals. */

import { lineNames } from '../issues/line-words.ts';
import { seedWorksheet } from '../issues/worksheet.ts';
import { LABEL } from '../model/labels.ts';
import type { WantedIssue } from '../model/resource.ts';
import { cellMarkdown, inlineMarkdown } from '../text/people-markdown.ts';
import { titleText } from '../text/plain-text.ts';
import type { Render } from '../text/templates.ts';
import { Markdown } from '../text/templates.ts';
import type { Params, Words } from '../text/words.ts';
import type { Cohort } from './cohort-schema.ts';
import type { CountedWork, EnrolledKeyResult, Enrolment } from './enrolment.ts';
import { issueFieldsOf } from './key-result.ts';
import type { Measure } from './measures.ts';
import { block, code, commonLabels, markdownOf, whose } from './words.ts';

/** As it was agreed, without a bit that the multiplication adds. */
const percent = (share: number): string => `${Number((share * 100).toFixed(4))} %`;

/** How the score comes about, in a sentence for people. */
export function describeMeasure(result: EnrolledKeyResult, enrolment: Enrolment): string {
  const { measure, boxes, counted } = result;
  const { words } = enrolment;
  const { say } = words;
  const line = lineNames(words.language).Value;
  switch (measure.kind) {
    case 'done':
      return say('scored.done');
    case 'count':
      return counted === null
        ? say('scored.boxes', { count: boxes.length })
        : workWords(counted, measure.target ?? 0, words);
    case 'metric': {
      const unit = measure.unit === undefined ? '' : ` ${measure.unit}`;
      const target = `${measure.target}${unit}`;
      if (measure.baseline === undefined)
        return say(measure.at_least ? 'scored.at-least' : 'scored.at-most', { line, target });
      return say('scored.range', { line, baseline: `${measure.baseline}${unit}`, target });
    }
    case 'rubric': {
      const steps = measure.steps.map(({ name, score }) => `${name} (${score})`).join(', ');
      return say('scored.rubric', { steps });
    }
    case 'maintain':
      return measure.at_least === 1
        ? say('scored.maintain', { count: boxes.length })
        : say('scored.share', { count: boxes.length, share: percent(measure.at_least) });
    case 'derived':
      return derivedWords(measure, enrolment);
    case 'to-be-defined':
      return say('scored.undefined');
  }
}

function workWords(
  { what, state, author, label, project }: CountedWork,
  count: number,
  { say }: Words,
): string {
  return say('scored.work', {
    what: say(`work.${what}-${state}`),
    by: author === null ? '' : ` ${say('scored.by', { name: author })}`,
    label: label === null ? '' : ` ${say('scored.label', { label })}`,
    project: project ?? say('scored.project'),
    count,
  });
}

function derivedWords(
  measure: Extract<Measure, { kind: 'derived' }>,
  { keyResults, words }: Enrolment,
): string {
  const { say, many } = words;
  const reach =
    measure.score === 1
      ? say('scored.whole')
      : say('scored.reach', { score: measure.score === 0 ? '0.0' : measure.score });
  if (measure.from === 'rotations') return many('scored.rotations', measure.at_least);
  if (measure.from === 'key-results') {
    const titles = (measure.of ?? []).map((key) => {
      const found = keyResults.find((each) => each.key === key);
      return found ? namedFor(found, words) : key;
    });
    return say('scored.results', { reach, titles: titles.join(', ') });
  }
  return many('scored.areas', measure.at_least, { reach });
}

/** A key result in the issue of another, which others read: a confidential one is named only in its own. */
const namedFor = ({ confidential, title }: EnrolledKeyResult['before'][number], { say }: Words): string =>
  confidential ? say('result.secret') : `"${title}"`;

/** What comes before it, of what this intern has; null where nothing does. */
function afterWords(result: EnrolledKeyResult, { keyResults, words }: Enrolment): string | null {
  const before = result.once
    ? result.before
    : keyResults.filter(({ key, skipped }) => skipped === null && result.template.after.includes(key));
  return before.length === 0 ? null : before.map((each) => namedFor(each, words)).join(', ');
}

export function keyResultIssue(
  result: EnrolledKeyResult,
  enrolment: Enrolment,
  cohort: Cohort,
  render: Render,
): WantedIssue {
  const { home, rotation, once } = result;
  const { program, words } = enrolment;
  const { say } = words;
  const options = markdownOf(program);
  const boxes = result.boxes.map((box) => inlineMarkdown(box, options));
  // What has lines of its own does not fit into the table.
  const long = result.evidence !== null && /\n/.test(result.evidence.trim());
  const scored = describeMeasure(result, enrolment);
  const owner = whose(enrolment, once);
  return {
    kind: 'issue',
    key: result.issue,
    role: 'key-result',
    title: titleText(result.title),
    text: render('key-result', {
      evidenceName: lineNames(words.language).Evidence,
      intern: owner.for,
      whose: owner.whose,
      program: program.title,
      home: home.kind === 'area' ? home.title : say('result.objective', { title: home.title }),
      description: block(result.description, program),
      scored: result.weight === 0 ? say('result.optional', { scored }) : scored,
      late: lateWords(result, words),
      after: afterWords(result, enrolment),
      when: `${words.span(result.span)}${rotation ? ` (${rotation.title})` : ''}`,
      mentor: once ? null : code(rotation?.mentor ?? enrolment.mentor),
      manager: rotation?.manager ? code(rotation.manager) : null,
      evidence:
        result.evidence === null || long ? null : new Markdown(cellMarkdown(result.evidence, options)),
      evidenceText: long ? block(result.evidence, program) : null,
      changed: result.changes.length > 0,
      changes: result.changes,
    }),
    worksheet: `${seedWorksheet(result.issue, boxes, lineNames(words.language))}\n\n${footer(result, words)}`,
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
function lateWords({ late, measure }: EnrolledKeyResult, { say }: Words): string | null {
  if (late === 'none' || measure.kind === 'derived') return null;
  return late === 'zero' ? say('late.zero') : say('late.weekly', { share: percent(late.decay_per_week) });
}

/** Two lines that say how a key result ends. The backslash is a line break. */
function footer({ measure, boxes }: EnrolledKeyResult, words: Words): string {
  const { kind } = measure;
  const how =
    kind === 'derived' ? 'derived' : kind === 'metric' ? 'value' : boxes.length > 0 ? 'boxes' : 'plain';
  const said = (key: string, params: Params = {}): string => words.markdown(`footer.${key}`, params);
  const outcome = said('outcome', { example: words.say('footer.example') });
  return `_${said(how)} ${outcome}_\\\n_${said('reopen')}_`;
}

export function goals(enrolment: Enrolment, cohort: Cohort, render: Render): WantedIssue[] {
  const { words } = enrolment;
  const { name } = enrolment.intern;
  return enrolment.goals.map((goal) => ({
    kind: 'issue',
    key: goal.issue,
    role: 'goal',
    title: titleText(goal.title),
    text: render('goal', {
      intern: name,
      whose: words.say('goal.of', { name }),
      end: words.say('goal.end', { name }),
      program: enrolment.program.title,
      description: block(goal.description, enrolment.program),
    }),
    worksheet: `- ${lineNames(words.language).Evidence}:`,
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
