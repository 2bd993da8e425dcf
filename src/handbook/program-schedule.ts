/** When things happen in a program, and who does what, as the page says it. */

import { shorten } from './fit.ts';
import { type Found, type Text, texts } from './found.ts';
import { from, type Gathered, type Path } from './gather.ts';
import { LONGEST_LINE, MOST_AREAS } from './limits.ts';
import { keyOf, unique } from './names.ts';
import { NUMBERS } from './phrases.ts';
import { readWeeks } from './weeks.ts';

export function scheduleOf(
  found: Found,
  areas: { key: string; title: string }[],
  assumed: string[],
  gathered: Gathered,
): object {
  const dated = found.areas.slice(0, MOST_AREAS).map((area, at) => ({ area, key: areas[at]?.key ?? '' }));
  if (dated.some(({ area }) => area.weeks !== null)) {
    const rotations = dated.map(({ area, key }, at) => {
      if (area.weeks === null) assumed.push(`"${area.text}" has no weeks on the page; one is assumed.`);
      from(gathered, ['rotations', at], area.lines);
      return { area: key, weeks: Math.min(Math.max(area.weeks?.count ?? 1, 1), 52) };
    });
    const first = dated.flatMap(({ area }) => area.weeks?.days ?? [])[0];
    if (first)
      assumed.push(
        `The page begins on ${first.day}.${first.month}. without a year; the cohort file says when.`,
      );
    return { rotations };
  }
  if (found.weeks.length > 0) {
    const taken = new Set<string>();
    const titles = new Set<string>();
    const rotations = found.weeks.map(({ number, text, lines }, at) => {
      from(gathered, ['rotations', at], lines);
      const weeks = Math.min(Math.max(readWeeks(`week ${number}`)?.count ?? 1, 1), 52);
      const own = /^\d/.test(number) ? `Week ${number}` : number;
      const short = shorten(text.replace(/\.$/, ''), 100);
      const title = unique(short === '' ? own : `${own}: ${short}`, titles);
      const description = text === '' ? {} : { description: text };
      return { key: keyOf(`week ${number}`, 'week', taken), title, ...description, weeks };
    });
    return { rotations };
  }
  const named = found.background
    .flatMap(({ prose }) => prose)
    .map(
      ({ text }) =>
        /\b(\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|twelve)[- ]weeks?\b/i.exec(text)?.[1],
    )
    .find((each) => each !== undefined);
  const weeks = named === undefined ? null : (NUMBERS[named.toLowerCase()] ?? Number(named));
  if (weeks !== null && weeks >= 1) return { weeks };
  assumed.push('The page names no length; 12 weeks are assumed.');
  return { weeks: 12 };
}

export function rolesOf(
  found: Found,
  gathered: Gathered,
  list: (all: Text[], path: Path) => string[],
): object {
  const roles = Object.entries(found.roles).map(([name, role]) => {
    const title = role.title ?? null;
    if (title) from(gathered, ['roles', name], title.lines);
    if (role.note) from(gathered, ['roles', name, 'note'], role.note.lines);
    const responsibilities = Object.entries(role.duties).map(([cadence, items]) => [
      cadence,
      items
        .filter(({ text }) => text !== '')
        .map((item, at): unknown => {
          const path = ['roles', name, 'responsibilities', cadence, at];
          from(gathered, path, item.lines);
          const points = list(texts(item.children), [...path, 'points']);
          const own = shorten(item.text.replace(/:$/, ''), LONGEST_LINE);
          if (points.length > 30)
            gathered.unknown.push({ ...item, because: `only 30 of its ${points.length} points fit` });
          return points.length > 0 ? { do: own, points: points.slice(0, 30) } : own;
        }),
    ]);
    return [
      name,
      {
        title: shorten(title?.text ?? `The ${name}`, LONGEST_LINE),
        ...(role.note ? { note: shorten(role.note.text, LONGEST_LINE) } : {}),
        responsibilities: Object.fromEntries(
          responsibilities.filter(([, items]) => (items as unknown[]).length > 0),
        ),
      },
    ];
  });
  return roles.length === 0 ? {} : { roles: Object.fromEntries(roles) };
}
