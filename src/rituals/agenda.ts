/** The weekly 1:1: an issue two working days before it, the intern's own points first, and what was left open last time. */
import { addDays, workdayBefore } from '../model/dates.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { type Meeting, meetingsOf } from '../program/meetings.ts';
import type { InternCard } from '../scorecard/scorecard.ts';
import { inlineMarkdown } from '../text/people-markdown.ts';
import { markdownText } from '../text/plain-text.ts';
import { link, number, questionLines, resultLines, section, standingLine } from './parts.ts';
import { type Around, type Closing, leftBy, pointsOf, type Ritual, ritualKey } from './ritual.ts';

type Pair = NonNullable<Around['cohort']['rituals']>['agendas'][number];

const USUAL: Pair[] = ['manager-intern', 'mentor-intern'];
const WHEN = { weekday: 'wednesday' as const, time: '10:00', minutes: 30 };

interface Talk {
  pair: Pair;
  enrolment: Enrolment;
  /** The two, by user name. */
  people: [string, string];
  meetings: Meeting[];
}

/** Every 1:1 of everybody, with its days. */
export function talksOf({ cohort, enrolments, free }: Around): Talk[] {
  return enrolments.flatMap((enrolment) =>
    (cohort.rituals?.agendas ?? USUAL).flatMap((pair): Talk[] => {
      const { manager, mentor, span } = enrolment;
      const intern = enrolment.intern.username;
      const people: [string, string] =
        pair === 'manager-intern'
          ? [manager, intern]
          : pair === 'mentor-intern'
            ? [mentor, intern]
            : [mentor, manager];
      if (people[0].toLowerCase() === people[1].toLowerCase()) return [];
      const lost = new Set(people.flatMap((name) => free(name, span).map(({ day }) => day)));
      return [
        { pair, enrolment, people, meetings: meetingsOf(cohort.rituals?.one_on_one ?? WHEN, span, lost) },
      ];
    }),
  );
}

export function named(
  { cohort, words }: Pick<Around, 'cohort' | 'words'>,
  { pair, enrolment, people }: Talk,
  week: string,
): { key: string; title: string } {
  const day = words.full(week);
  const { intern } = enrolment;
  const title =
    pair === 'mentor-manager'
      ? words.say('ritual.agenda-about', { intern: intern.name, one: people[0], other: people[1], day })
      : words.say('ritual.agenda', { intern: intern.name, name: people[0], day });
  return { key: ritualKey(cohort, 'agenda', pair, intern.key, week), title };
}

export function agendas(around: Around): { rituals: Ritual[]; closings: Closing[] } {
  const rituals: Ritual[] = [];
  const closings: Closing[] = [];
  const { today, issues, words } = around;
  for (const talk of talksOf(around)) {
    const next = talk.meetings.find(({ day }) => day >= today);
    const made = talk.meetings.flatMap(({ week, day }) => {
      const { key, title } = named(around, talk, week);
      const live = leftBy(issues, key, title);
      return live ? [{ key, day, live }] : [];
    });
    for (const { key, day, live } of made) {
      if (live.state !== 'opened' || day >= today) continue;
      const points = pointsOf(live.description);
      const answered = points.filter((each) => each.answered).length;
      const why = words.markdown('ritual.agenda-over', { answered, open: points.length - answered });
      closings.push({ live, key, why });
    }
    if (next === undefined || today < workdayBefore(workdayBefore(next.day))) continue;
    const { key, title } = named(around, talk, next.week);
    if (leftBy(issues, key, title)) continue;
    const last = made.filter(({ day }) => day < next.day).at(-1);
    rituals.push(agenda(around, talk, next, { key, title }, last ? pointsOf(last.live.description) : []));
  }
  return { rituals, closings };
}

function agenda(
  around: Around,
  { enrolment, people, pair }: Talk,
  next: Meeting,
  { key, title }: { key: string; title: string },
  last: { text: string; answered: boolean }[],
): Ritual {
  const { words, card, before, questions, mergeRequests } = around;
  const { intern } = enrolment;
  const own = card.interns.find((each) => each.key === intern.key);
  const open = last.filter(({ answered }) => !answered).map(({ text }) => `- [ ] ${inlineMarkdown(text)}`);
  const whose = pair === 'mentor-manager' ? people[0] : intern.name;
  const project = mergeRequests.get(intern.username.toLowerCase()) ?? [];
  const goals = enrolment.goals.map(({ title: goal }) => `- ${markdownText(goal)}`);
  const parts = [
    section(words.say('ritual.questions'), questionLines(questions, intern), words),
    section(words.say('ritual.rotation'), own ? rotationLines(own, around) : [], words),
    section(
      words.say('ritual.project'),
      project.map((each) => `- ${link(each)}`),
      words,
    ),
    ...(goals.length > 0 ? [section(words.say('ritual.goals'), goals, words)] : []),
    section(words.say('ritual.okrs'), own ? okrLines(own, around) : [], words),
    section(
      words.say('ritual.since'),
      own
        ? changeLines(
            own,
            before?.interns.find((each) => each.key === intern.key),
          )
        : [],
      words,
    ),
  ];
  return {
    key,
    title,
    text: [
      markdownText(words.say('ritual.meeting', { day: words.full(next.day), time: next.time })),
      ...parts,
    ].join('\n\n'),
    worksheet: [
      `### ${markdownText(words.say('ritual.own', { name: whose }))}`,
      '- [ ] ',
      ...(open.length > 0 ? [`### ${markdownText(words.say('ritual.carried'))}`, open.join('\n')] : []),
    ].join('\n\n'),
    assignees: [...new Set(people)],
    intern: intern.key,
    due: next.day,
    chat: title,
  };
}

function rotationLines(own: InternCard, { today, words }: Around): string[] {
  const now = own.rotations.filter(({ span }) => span.start <= addDays(today, 6) && span.end >= today);
  return now.flatMap(({ key, title, span, mentor }) => {
    const area = own.areas.find((each) => each.key === key);
    const who = mentor === null ? '' : ` \`${mentor}\``;
    return [
      `**${markdownText(title)}**, ${words.span(span)}${who}`,
      '',
      ...resultLines(area?.keyResults ?? [], words),
    ];
  });
}

const okrLines = (own: InternCard, { words }: Around): string[] => [
  standingLine(own, words),
  ...own.objectives.map(({ title, score }) => `- ${markdownText(title)}: ${number(score)}`),
];

/** Key results whose score is another than a week ago. */
function changeLines(own: InternCard, before: InternCard | undefined): string[] {
  const all = (card: InternCard): InternCard['areas'][number]['keyResults'] =>
    [...card.objectives, ...card.areas].flatMap(({ keyResults }) => keyResults);
  const was = new Map(before ? all(before).map((each) => [each.url ?? each.key, each.score]) : []);
  return all(own)
    .filter(
      (each) => before !== undefined && each.score !== null && was.get(each.url ?? each.key) !== each.score,
    )
    .map(
      (each) => `- ${link(each)}: ${number(was.get(each.url ?? each.key) ?? null)} → ${number(each.score)}`,
    );
}
