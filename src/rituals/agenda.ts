/** The weekly 1:1: an issue two working days before it, the intern's own points first, and what was left open last time. */
import { addDays, workdayBefore } from '../model/dates.ts';
import type { LiveIssue } from '../model/resource.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { type Meeting, oneOnOnesOf } from '../program/meetings.ts';
import type { InternCard } from '../scorecard/scorecard.ts';
import { inlineMarkdown } from '../text/people-markdown.ts';
import { markdownText } from '../text/plain-text.ts';
import { link, number, pairWorkLines, questionLines, resultLines, section, standingLine } from './parts.ts';
import {
  type Around,
  type Closing,
  type Due,
  earlier,
  type Found,
  type Insight,
  leftBy,
  type Point,
  pointsOf,
  type Ritual,
  ritualKey,
} from './ritual.ts';

type Pair = NonNullable<Around['cohort']['rituals']>['agendas'][number];

const USUAL: Pair[] = ['manager-intern', 'mentor-intern'];

interface Talk {
  pair: Pair;
  enrolment: Enrolment;
  /** The two, by user name. */
  people: [string, string];
  meetings: Meeting[];
}

/** Every 1:1 of everybody, with its days; two people talk once a week, in whatever roles. */
export function talksOf({ cohort, enrolments, free }: Around): Talk[] {
  return enrolments.flatMap((enrolment) => {
    const seen = new Set<string>();
    const meetings = oneOnOnesOf(cohort, enrolment, free);
    return (cohort.rituals?.agendas ?? USUAL).flatMap((pair): Talk[] => {
      const { manager, mentor } = enrolment;
      const intern = enrolment.intern.username;
      const people: [string, string] =
        pair === 'manager-intern'
          ? [manager, intern]
          : pair === 'mentor-intern'
            ? [mentor, intern]
            : [mentor, manager];
      const both = people.map((name) => name.toLowerCase()).sort();
      if (both[0] === both[1] || seen.has(both.join(' '))) return [];
      seen.add(both.join(' '));
      return [{ pair, enrolment, people, meetings }];
    });
  });
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

/** Above what people write, and above what came along. */
export const headingsOf = ({ words }: Pick<Around, 'words'>, { pair, enrolment, people }: Talk): string[] => {
  const whose = pair === 'mentor-manager' ? people[0] : enrolment.intern.name;
  return [words.say('ritual.own', { name: whose }), words.say('ritual.carried')].map(
    (text) => `### ${markdownText(text)}`,
  );
};

export function agendas(around: Around): Found {
  const { today, issues, cohort } = around;
  const talks = talksOf(around);
  const due = talks.flatMap((talk): Due[] => {
    const next = talk.meetings.find(({ day }) => day >= today);
    if (next === undefined || today < workdayBefore(workdayBefore(next.day))) return [];
    const { key, title } = named(around, talk, next.week);
    if (leftBy(issues, key, title)) return [];
    // By their markers: the week of the last one may be one that was lost since.
    const last =
      earlier(issues, ritualKey(cohort, 'agenda', talk.pair, talk.enrolment.intern.key))
        .filter(({ week }) => week < next.week)
        .at(-1)?.live ?? titled(around, talk, next.week);
    const points = last ? pointsOf(last.description, headingsOf(around, talk)) : [];
    const write = (insight: Insight): Ritual =>
      agenda({ ...around, ...insight }, talk, next, { key, title }, points);
    return [write];
  });
  return { due, closings: over(around, talks) };
}

/** The last one before a week whose marker somebody took away. */
const titled = (around: Around, talk: Talk, week: string): LiveIssue | undefined =>
  talk.meetings
    .filter((each) => each.week < week)
    .map((each) => named(around, talk, each.week))
    .flatMap(({ key, title }) => leftBy(around.issues, key, title) ?? [])
    .at(-1);

/** All whose day is past, also of who left, and of weeks that were lost. */
function over(around: Around, talks: Talk[]): Closing[] {
  const { issues, cohort, today, words } = around;
  return earlier(issues, ritualKey(cohort, 'agenda')).flatMap(({ key, week, live }): Closing[] => {
    const talk = talks.find(({ pair, enrolment }) =>
      key.includes(`/agenda/${pair}/${enrolment.intern.key}/`),
    );
    const day = talk?.meetings.find((each) => each.week === week)?.day ?? addDays(week, 4);
    if (live.state !== 'opened' || day >= today) return [];
    const points = pointsOf(live.description, talk ? headingsOf(around, talk) : []);
    const answered = points.filter((each) => each.answered).length;
    return [
      { live, key, why: words.markdown('ritual.agenda-over', { answered, open: points.length - answered }) },
    ];
  });
}

function agenda(
  around: Around & Insight,
  talk: Talk,
  next: Meeting,
  { key, title }: { key: string; title: string },
  last: Point[],
): Ritual {
  const { words, card, before, questions, mergeRequests } = around;
  const { enrolment, people } = talk;
  const { intern } = enrolment;
  const [ownHeading = '', carriedHeading = ''] = headingsOf(around, talk);
  const own = card.interns.find((each) => each.key === intern.key);
  const open = last
    .filter(({ answered }) => !answered)
    .map(({ lines: [first = '', ...more] }) =>
      [`- [ ] ${inlineMarkdown(first)}`, ...more.map((line) => `  ${inlineMarkdown(line)}`)].join('\n'),
    );
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
    ...(own && pairWorkLines(own).length > 0
      ? [section(words.say('ritual.pairs'), pairWorkLines(own), words)]
      : []),
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
    worksheet: [ownHeading, '- [ ] ', ...(open.length > 0 ? [carriedHeading, open.join('\n')] : [])].join(
      '\n\n',
    ),
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
