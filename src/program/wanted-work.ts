/** Work that is in no score: check-lists of roles, and tasks that are issues of their own. */
import { seedBoxes } from '../issues/worksheet.ts';
import { isSameUser } from '../model/accounts.ts';
import { workdayBefore } from '../model/dates.ts';
import { LABEL } from '../model/labels.ts';
import type { WantedIssue } from '../model/resource.ts';
import { inlineMarkdown } from '../text/people-markdown.ts';
import { titleText } from '../text/plain-text.ts';
import type { Render } from '../text/templates.ts';
import type { Cohort } from './cohort-schema.ts';
import type { Enrolment } from './enrolment.ts';
import {
  below,
  block,
  code,
  commonLabels,
  dutiesFor,
  inline,
  markdownOf,
  roleNames,
  roleTitle,
  whose,
} from './words.ts';

const CHECKLISTS = [
  { cadence: 'before_the_start', slug: 'before-the-start', word: 'cadence.before-the-start' },
  { cadence: 'first_week', slug: 'first-week', word: 'cadence.first-week' },
] as const;

export function checklists(enrolment: Enrolment, cohort: Cohort, render: Render): WantedIssue[] {
  const { program, intern, words } = enrolment;
  return roleNames(program).flatMap((name) =>
    CHECKLISTS.flatMap(({ cadence, slug, word }): WantedIssue[] => {
      const role = program.roles[name];
      const items = dutiesFor(role?.responsibilities[cadence] ?? [], enrolment);
      if (items.length === 0) return [];
      const boxes = [
        ...items.map((item) => inlineMarkdown(item.do, markdownOf(program))),
        // Issues of cohorts that plan nothing stay as they are.
        ...(name === 'manager' && cadence === 'first_week' && cohort.planning
          ? [...agreedWeeks(enrolment), ...introductions(enrolment)]
          : []),
      ];
      const key = `${enrolment.epic}/checklist/${name}/${slug}`;
      const detailed = items.filter((item) => item.text !== null || below(item, enrolment).length > 0);
      const person = enrolment.people.get(name);
      const said = { who: roleTitle(name, words), when: words.say(word), intern: intern.name };
      return [
        {
          kind: 'issue',
          key,
          role: 'checklist',
          title: titleText(words.say('checklist.title', said)),
          text: render('checklist', {
            ...said,
            lead: words.say('checklist.lead', said),
            program: program.title,
            detailed: detailed.length > 0,
            details: detailed.map((item) => ({
              do: inline(item.do, program),
              text: block(item.text, program),
              points: below(item, enrolment),
            })),
          }),
          worksheet: seedBoxes(key, boxes),
          boxes,
          labels: [...commonLabels(enrolment, cohort), LABEL.checklist],
          milestone: null,
          epic: enrolment.epic,
          parent: enrolment.epic,
          asParent: null,
          dueDate: cadence === 'first_week' ? enrolment.firstWeek.end : workdayBefore(enrolment.span.start),
          assignees: person === undefined ? [] : [person],
          confidential: false,
        },
      ];
    }),
  );
}

/** A box for each team: its weeks are agreed with who leads it. */
const agreedWeeks = ({ rotations, words, manager: own }: Enrolment): string[] =>
  rotations.flatMap(({ title, manager }) =>
    manager === null || isSameUser(manager, own)
      ? []
      : [words.markdown('checklist.agreed', { title, who: code(manager) })],
  );

/** And one for each who mentors the intern: the two know each other before its weeks begin. */
const introductions = ({ rotations, words, intern, mentor }: Enrolment): string[] =>
  rotations
    .map((each) => ({ who: each.mentor ?? mentor, title: each.title }))
    .filter(({ who }, at, all) => all.findIndex((each) => isSameUser(each.who, who)) === at)
    .map(({ who, title }) =>
      words.markdown('checklist.introduce', { intern: intern.name, who: code(who), title }),
    );

export function tasks(enrolment: Enrolment, cohort: Cohort, render: Render): WantedIssue[] {
  const { program } = enrolment;
  return enrolment.tasks.map(({ boxes: names, ...task }): WantedIssue => {
    const boxes = names.map((name) => inlineMarkdown(name, markdownOf(program)));
    const { issue, once, owners } = task;
    return {
      kind: 'issue',
      key: issue,
      role: 'checklist',
      title: titleText(once ? task.title : `${task.title}: ${enrolment.intern.name}`),
      text: render('task', {
        program: program.title,
        ...whose(enrolment, once),
        text: block(task.text, program),
      }),
      worksheet: boxes.length > 0 ? seedBoxes(issue, boxes) : '',
      boxes,
      labels: [...commonLabels(enrolment, cohort, once), task.label],
      milestone: null,
      epic: once ? null : enrolment.epic,
      parent: once ? null : enrolment.epic,
      asParent: null,
      dueDate: task.due,
      assignees: owners,
      confidential: task.confidential,
      ...(task.effort === null ? {} : { weight: task.effort }),
    };
  });
}
