/** The moment at which clocks of a time zone show a time on a day. */

const parts = (timeZone: string, moment: number): number => {
  const format = new Intl.DateTimeFormat('en', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
  });
  const found = new Map<string, number>(
    format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]),
  );
  const part = (name: string): number => found.get(name) ?? 0;
  return Date.UTC(part('year'), part('month') - 1, part('day'), part('hour'), part('minute'));
};

/** The hour that clocks of a time zone show, 0 to 23. */
export const hourIn = (timeZone: string, moment: Date): number =>
  new Date(parts(timeZone, moment.getTime())).getUTCHours();

/** `day` as `2027-03-01`, `time` as `10:00`. Where clocks skip that time, the moment an hour later on them; where they show it twice, the first. */
export function momentIn(timeZone: string, day: string, time: string): Date {
  const shown = Date.parse(`${day}T${time}:00Z`);
  const candidates = [-1, 0, 1].map(
    (days) => shown - (parts(timeZone, shown + days * 86_400_000) - (shown + days * 86_400_000)),
  );
  const exact = candidates.filter((each) => parts(timeZone, each) === shown);
  return new Date(exact.length > 0 ? Math.min(...exact) : Math.max(...candidates));
}
