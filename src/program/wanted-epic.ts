/** The epic of one intern, which holds the internship together. */

import type { WantedEpic } from '../model/resource.ts';
import { printBaseline } from '../record/baseline.ts';
import { linkTarget, markdownText, titleText } from '../text/plain-text.ts';
import { Markdown, type Render } from '../text/templates.ts';
import type { Words } from '../text/words.ts';
import { agreedNow } from './agreed.ts';
import type { Cohort } from './cohort-schema.ts';
import { cohortGantt, ladder, MERMAID_BUDGET, ownGantt } from './diagrams.ts';
import type { EnrolledRotation, Enrolment } from './enrolment.ts';
import { below, code, commonLabels, dutiesFor, inline, roleNames, roleTitle } from './words.ts';

const CADENCES = [
  { cadence: 'daily', word: 'cadence.daily' },
  { cadence: 'weekly', word: 'cadence.weekly' },
  { cadence: 'as_needed', word: 'cadence.as-needed' },
] as const;

/** `everybody` are those of the cohort; `issues` the keys of what belongs to this one. */
export function epic(
  enrolment: Enrolment,
  everybody: Enrolment[],
  cohort: Cohort,
  issues: string[],
  render: Render,
): WantedEpic {
  const { program, intern, span, words } = enrolment;
  // Where a plan is made for all, each sees with whom; else nobody's change is another one's.
  const shared = cohort.planning ? cohortGantt(enrolment, everybody) : null;
  const chart = shared?.chart ?? ownGantt(enrolment);
  const duties = roleNames(program).flatMap((name) =>
    CADENCES.flatMap(({ cadence, word }) => {
      const items = dutiesFor(program.roles[name]?.responsibilities[cadence] ?? [], enrolment).map(
        (item) => ({
          do: inline(item.do, program),
          points: below(item, enrolment),
        }),
      );
      return items.length > 0 ? [{ who: roleTitle(name, words), cadence: words.say(word), items }] : [];
    }),
  );
  const link = ({ title, url }: { title: string; url?: string | undefined }): Markdown | string =>
    url === undefined ? title : new Markdown(`[${markdownText(title)}](${linkTarget(url)})`);
  // Confidential key results are named only in their own issue.
  // One with a key stands in the place of the program's own.
  const own = cohort.links.filter(({ key }) => key === undefined);
  const shown = enrolment.keyResults.filter((result) => result.skipped === null);
  const changes = enrolment.keyResults.flatMap((result) =>
    result.confidential ? [] : result.changes.map((change) => `${result.title}: ${change}`),
  );
  const person = (name: string | null): Markdown => (name === null ? new Markdown('–') : code(name));
  return {
    kind: 'epic',
    key: enrolment.epic,
    title: titleText(`${program.title}: ${intern.name} (${enrolment.cohortTitle})`),
    text: render('epic', {
      aim: program.aim,
      intern: new Markdown(
        intern.name === intern.username
          ? String(code(intern.username))
          : `${markdownText(intern.name)} ${code(intern.username)}`,
      ),
      manager: code(enrolment.manager),
      mentor: code(enrolment.mentor),
      when: words.span(span),
      source: program.source ? link(program.source) : null,
      hasRotations: enrolment.rotations.length > 0,
      rotations: enrolment.rotations.map((rotation) => ({
        when: whenOf(rotation, words),
        title: rotation.title,
        mentor: person(rotation.mentor),
        manager: person(rotation.manager),
      })),
      gantt: chart,
      others: shared && shared.leftOut > 0 ? words.many('epic.others', shared.leftOut) : null,
      hasTarget: enrolment.target !== null,
      target: enrolment.target ? `${enrolment.target.level.title} (${enrolment.target.role.title})` : '',
      ladder: ladder(enrolment, MERMAID_BUDGET - (chart?.text.length ?? 0)),
      hasObjectives: program.objectives.length > 0,
      objectives: program.objectives.map((objective) => ({
        title: objective.title,
        keyResults: shown
          .filter(({ home }) => home.kind === 'objective' && home.key === objective.key)
          .map((result) => (result.confidential ? words.say('epic.confidential') : result.title)),
      })),
      changed: changes.length > 0,
      changes,
      hasParameters: enrolment.parameters.length > 0,
      parameters: enrolment.parameters.map(({ title, note, value }) => ({
        title,
        value:
          value === null
            ? new Markdown(`_${markdownText(note ?? words.say('epic.choose'))}_`)
            : parameterText(value),
      })),
      hasBenefits: program.benefits.length > 0,
      benefits: program.benefits.map((each) => ({ who: each.for, points: each.points })),
      hasDuties: duties.length > 0,
      duties,
      hasLinks: own.length > 0,
      links: own.map(link),
    }),
    asParent: {
      scorecardSeed: render('scorecard-seed', {}),
      heading: words.markdown('epic.issues'),
      reading: readingOf(enrolment),
      baseline: printBaseline(agreedNow(enrolment)),
      issues,
    },
    labels: commonLabels(enrolment, cohort),
    startDate: span.start,
    dueDate: span.end,
  };
}

/** The weeks, and which days of them are lost; an absence has no name. */
function whenOf({ span, lost }: EnrolledRotation, words: Words): string {
  const days = lost.map(({ day, title }) => `${words.day(day)} (${title ?? words.say('epic.away')})`);
  return days.length === 0
    ? words.span(span)
    : `${words.span(span)}, ${words.say('epic.without', { days: days.join(', ') })}`;
}

/** Links of the program and of the role that it leads to, once each. A title says what stands there. */
function readingOf({ program, target, words }: Enrolment): string {
  const links = new Map(
    [...program.links, ...(target?.role.links ?? [])].map((link) => [link.url, link.title]),
  );
  const list = [...links].map(([url, title]) => `- [${markdownText(title)}](${linkTarget(url)})`);
  return list.length === 0 ? '' : [`### ${markdownText(words.say('epic.reading'))}`, '', ...list].join('\n');
}

/** Text, or the address, as a link where there is one; the project as code, so that nothing is resolved. */
function parameterText({
  text,
  url,
  project,
}: NonNullable<Enrolment['parameters'][number]['value']>): Markdown {
  const name = text ?? project ?? url ?? '';
  const shown = url === null ? markdownText(name) : `[${markdownText(name)}](${linkTarget(url)})`;
  return new Markdown(project === null || name === project ? shown : `${shown} ${code(project).text}`);
}
