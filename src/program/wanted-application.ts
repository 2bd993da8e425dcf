/** What exists in GitLab once somebody applies: one issue with the steps, and the labels that it carries. Pure. */

import { seedBoxes } from '../issues/worksheet.ts';
import { isOver } from '../model/dates.ts';
import { LABEL } from '../model/labels.ts';
import type { Wanted } from '../model/resource.ts';
import { linkedText, linkTarget, markdownText, oneLine, titleText } from '../text/plain-text.ts';
import { Markdown, type Render } from '../text/templates.ts';
import type { Directory, Slot } from './directory-schema.ts';
import type { Application, Program } from './program-schema.ts';
import { code, label } from './words.ts';

export interface Applicant {
  /** User name, or path or address of a project; a name for ever, in lower case. */
  key: string;
  /** For people: the user name, in lower case, or the project. */
  name: string;
  /** Address of a project's page; null for a person. */
  url: string | null;
}

export function applicationIssue(
  program: Program,
  application: Application,
  applicant: Applicant,
  slot: Slot | null,
  directory: Directory,
  today: string,
  render: Render,
): Wanted[] {
  const key = `application/${program.key}/${application.key}/${applicant.key}`;
  const labels = [LABEL.applications(program.key), LABEL.applying(application.key)];
  const { words } = render;
  const { say } = words;
  const boxes = (application.steps ?? []).map(linkedText);
  // Theirs from then on, like everything in the worksheet: a run without --mentor takes nothing away.
  const lines = [
    ...(slot
      ? [`- ${words.markdown('application.slot', { time: slot.time, mentor: code(slot.mentor) })}`]
      : []),
    ...application.asks.map((ask) => `- ${markdownText(ask)}:`),
  ].join('\n');
  return [
    label(labels[0] ?? '', '#28272d', say('label.applications', { program: program.title })),
    label(labels[1] ?? '', '#5943b6', say('label.applies', { who: application.for })),
    {
      kind: 'issue',
      key,
      role: 'application',
      title: titleText(
        say('application.title', { program: program.title, name: applicant.name, who: application.for }),
      ),
      text: render('application', {
        who: application.for,
        program: program.title,
        aim: program.aim,
        applicant:
          applicant.url === null
            ? code(applicant.name)
            : new Markdown(`[${markdownText(applicant.name)}](${linkTarget(applicant.url)})`),
        text: application.text.map((each) => new Markdown(linkedText(each))),
        hasSlots: directory.slots.length > 0,
        slots: directory.slots.map((each) => ({
          time: each.time,
          mentor: code(each.mentor),
          focus: each.focus.length === 0 ? '–' : each.focus.join(', '),
          status: say(`application.${statusOf(each, applicant, today)}`),
        })),
      }),
      worksheet: [
        ...(boxes.length > 0 ? [seedBoxes(key, boxes)] : []),
        ...(lines === '' ? [] : [lines]),
      ].join('\n\n'),
      boxes,
      labels,
      milestone: null,
      epic: null,
      parent: null,
      asParent: null,
      dueDate: null,
      assignees: applicant.url === null ? [applicant.name] : [],
      confidential: application.confidential,
    },
  ];
}

/** Who has a slot is nobody else's business here. */
function statusOf({ taken_by, time }: Slot, { key }: Applicant, today: string): string {
  if (taken_by !== undefined) return taken_by.toLowerCase() === key ? 'yours' : 'taken';
  return isOver(time, today) ? 'over' : 'free';
}

export const applicationsOf = ({ applications }: Program): string =>
  applications.map(({ key }) => key).join(', ');

/** `priya.raman, July 2027 (taken)`, for messages. */
export const slotInWords = ({ mentor, time, taken_by }: Slot): string =>
  oneLine(`${mentor}, ${time}${taken_by === undefined ? '' : ' (taken)'}`);
