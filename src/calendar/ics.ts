/**
 * Events as an iCalendar file (RFC 5545). What was written before tells what to say now: the same event keeps its SEQUENCE and its time
 * stamp byte for byte, one that moved counts one higher, and one that is gone stays, cancelled, so that calendars take it out.
 */
import { addDays } from '../model/dates.ts';
import type { CalendarEvent } from './events.ts';

/** What an earlier file says of an event. */
interface Before {
  sequence: number;
  stamp: string;
  cancelled: boolean;
  start: string;
  end: string;
  title: string;
  text: string;
}

/** What a backslash stands before, in one go: `\\\\n` is a backslash and an n. */
const unescaped = (text: string): string =>
  text.replace(/\\(.)/g, (_all, letter: string) => (/n/i.test(letter) ? '\n' : letter));

const STAMP = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/;

/** Lines of a file of ours, unfolded, event by event. Other lines, and what others wrote, are passed over. */
export function readCalendar(text: string): Map<string, Before> {
  const found = new Map<string, Before>();
  const lines = text.replace(/\r?\n[ \t]/g, '').split(/\r?\n/);
  let fields: Map<string, string> | null = null;
  for (const line of lines) {
    if (line === 'BEGIN:VEVENT') fields = new Map();
    else if (line === 'END:VEVENT' && fields) {
      const get = (name: string): string => fields?.get(name) ?? '';
      const sequence = Number(get('SEQUENCE'));
      if (get('UID') !== '')
        found.set(get('UID'), {
          sequence: Number.isSafeInteger(sequence) && sequence >= 0 ? sequence : 0,
          stamp: STAMP.test(get('DTSTAMP')) ? get('DTSTAMP') : '',
          cancelled: get('STATUS') === 'CANCELLED',
          start: get('DTSTART'),
          end: get('DTEND'),
          title: unescaped(get('SUMMARY')),
          text: unescaped(get('DESCRIPTION')),
        });
      fields = null;
    } else if (fields) {
      const [, name = '', value = ''] = /^([A-Z-]+)[^:]*:(.*)$/.exec(line) ?? [];
      fields.set(name, value);
    }
  }
  return found;
}

const compact = (day: string): string => day.replaceAll('-', '');
const stampOf = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace(/[-:]/g, '')}Z`;
const fromStamp = (text: string): Date => new Date(text.replace(STAMP, '$1-$2-$3T$4:$5:$6Z'));

const startOf = ({ when }: CalendarEvent): string =>
  'days' in when ? compact(when.days.start) : stampOf(when.from);

/** Behind the last day: iCalendar's ends are not included. */
const endOf = ({ when }: CalendarEvent): string =>
  'days' in when
    ? compact(addDays(when.days.end, 1))
    : stampOf(new Date(when.from.getTime() + when.minutes * 60_000));

const asDate = (text: string): Date =>
  STAMP.test(text) ? fromStamp(text) : new Date(text.replace(/^(\d{4})(\d\d)(\d\d)$/, '$1-$2-$3T00:00:00Z'));

/** `now` is the time stamp of what is new or moved. */
export async function writeCalendar(
  name: string,
  events: CalendarEvent[],
  before: string | null,
  now: Date,
): Promise<string> {
  const { default: ical, ICalEventStatus } = await import('ical-generator');
  const known = readCalendar(before ?? '');
  const calendar = ical({ name, prodId: { company: 'kickoff', product: 'kickoff', language: 'EN' } });
  const add = (
    uid: string,
    one: { title: string; text: string; start: string; end: string; cancelled: boolean },
  ): void => {
    const old = known.get(uid);
    const isSame =
      old !== undefined &&
      old.start === one.start &&
      old.end === one.end &&
      old.cancelled === one.cancelled &&
      old.title === one.title &&
      old.text === one.text;
    calendar.createEvent({
      id: uid,
      summary: one.title,
      ...(one.text === '' ? {} : { description: one.text }),
      start: asDate(one.start),
      end: asDate(one.end),
      allDay: !STAMP.test(one.start),
      stamp: isSame && old.stamp !== '' ? fromStamp(old.stamp) : now,
      sequence: old === undefined ? 0 : isSame ? old.sequence : old.sequence + 1,
      status: one.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    });
  };
  const uids = new Set(events.map(({ uid }) => uid));
  for (const event of events)
    add(event.uid, {
      title: event.title,
      text: event.text,
      start: startOf(event),
      end: endOf(event),
      cancelled: false,
    });
  for (const [uid, { title, text, start, end }] of known)
    if (!uids.has(uid) && start !== '') add(uid, { title, text, start, end, cancelled: true });
  return `${calendar.toString().replace(/\r\n$/, '')}\r\n`;
}
