/** What stands in whose calendar: rotations and due dates as whole days, 1:1s at their hour. Pure. */
import type { Cohort } from '../program/cohort-schema.ts';
import type { Enrolment } from '../program/enrolment.ts';
import type { FreeDays } from '../program/free-days.ts';
import { oneOnOnesOf } from '../program/meetings.ts';
import { momentIn } from '../program/moment.ts';

export interface CalendarEvent {
  /** For ever: moving an event changes no character of it. */
  uid: string;
  title: string;
  text: string;
  /** Whole days, both included; or a moment and a length. */
  when: { days: { start: string; end: string } } | { from: Date; minutes: number };
}

export interface Person {
  /** Part of a file's name. */
  slug: string;
  name: string;
  events: CalendarEvent[];
}

/** The whole cohort's first, then each intern's and each mentor's. Titles of confidential key results stand in none. */
export function calendarsOf(cohort: Cohort, enrolments: Enrolment[], free: FreeDays): Person[] {
  const title = cohort.title ?? cohort.cohort;
  const all = enrolments.map((each) => ({ each, events: eventsOf(cohort, each, free) }));
  const mentors = new Map<string, CalendarEvent[]>();
  for (const { each, events } of all) {
    const meetings = events.filter(({ uid }) => uid.includes('/one-on-one/'));
    mentors.set(each.mentor, [...(mentors.get(each.mentor) ?? []), ...meetings]);
    for (const rotation of each.rotations) {
      if (rotation.mentor === null) continue;
      const own = events.filter(({ uid }) => uid.includes(`/rotation/${rotation.key}@`));
      mentors.set(rotation.mentor, [...(mentors.get(rotation.mentor) ?? []), ...own]);
    }
  }
  return [
    {
      slug: 'cohort',
      name: title,
      events: all.flatMap(({ events }) => events.filter(({ uid }) => uid.includes('/rotation/'))),
    },
    ...all.map(({ each, events }) => ({
      slug: `intern-${each.intern.key}`,
      name: `${title}: ${each.intern.name}`,
      events,
    })),
    ...[...mentors].sort().map(([username, events]) => ({
      slug: `mentor-${username.toLowerCase()}`,
      name: `${title}: ${username}`,
      events,
    })),
  ];
}

function eventsOf(cohort: Cohort, enrolment: Enrolment, free: FreeDays): CalendarEvent[] {
  const { intern, epic, left, rotations, keyResults, words } = enrolment;
  const uid = (what: string): string => `${epic}/${what}@${cohort.gitlab.project}`;
  // After their last day who left has nothing in a calendar.
  const isThere = (day: string): boolean => left === null || day <= left.on;
  const meetings = cohort.rituals?.one_on_one ? oneOnOnesOf(cohort, enrolment, free) : [];
  return [
    ...rotations
      .filter(({ span }) => isThere(span.start))
      .map(
        (each): CalendarEvent => ({
          uid: uid(`rotation/${each.key}`),
          title: `${each.title}: ${intern.name}`,
          text: each.mentor === null ? '' : `${words.say('role.mentor')}: ${each.mentor}`,
          when: { days: each.span },
        }),
      ),
    ...keyResults
      .filter(({ skipped, confidential, once }) => skipped === null && !confidential && !once)
      .filter(({ span }) => isThere(span.end))
      .map(
        (each): CalendarEvent => ({
          uid: uid(`due/${each.key}`),
          title: `${each.title} (${intern.name})`,
          text: '',
          when: { days: { start: each.span.end, end: each.span.end } },
        }),
      ),
    ...meetings.map(
      (each): CalendarEvent => ({
        uid: uid(`one-on-one/${each.week}`),
        title: `1:1 ${intern.name}`,
        text: '',
        when: { from: momentIn(cohort.time_zone, each.day, each.time), minutes: each.minutes },
      }),
    ),
  ];
}
