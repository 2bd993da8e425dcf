/** What the lists and tables of a program page are, by where they stand. */

import { type Background, type Found, texts } from './found.ts';
import { type Gathered, use } from './gather.ts';
import type { Item, Row, Section } from './page.ts';
import { AREA, KEY_RESULT, OBJECTIVE, ROLES, type RoleName, TABLES } from './phrases.ts';
import { cut, groupOf, type Reading } from './program-groups.ts';

export function roleOf(found: Found, name: RoleName): NonNullable<Found['roles'][RoleName]> {
  found.roles[name] ??= { title: null, note: null, duties: {} };
  return found.roles[name] as NonNullable<Found['roles'][RoleName]>;
}

export function applicationOf({ title, lines }: Section, found: Found): Found['applications'][number] {
  let one = found.applications.find((each) => each.for.lines.from === lines.from);
  if (!one) {
    one = { for: { text: title === '' ? 'Everybody' : title, lines }, prose: [], steps: [] };
    found.applications.push(one);
  }
  return one;
}

export function readList(
  items: Item[],
  section: Section,
  reading: Reading,
  found: Found,
  background: Background,
  gathered: Gathered,
): void {
  const contents = items.filter(({ text }) => /^toc$|^\{:toc/i.test(text.replace(/\s*\{:.*$/, '')));
  for (const item of contents)
    gathered.unknown.push({ ...item, because: 'a table of contents is made by the site' });
  const rest = items.filter((item) => !contents.includes(item));
  if (texts(rest).length === 0) return;
  // Objectives as items, their key results below them.
  if (rest.some(({ text }) => OBJECTIVE.test(text) || AREA.test(text))) {
    for (const item of rest) {
      const group = groupOf(item, found);
      if (group) {
        reading.group = group;
        for (const each of texts(item.children))
          group.results.push({ ...each, text: cut(each.text, KEY_RESULT) });
      } else if (reading.group)
        reading.group.results.push({ text: cut(item.text, KEY_RESULT), lines: item.lines });
    }
    return;
  }
  const marked = rest.some(({ text }) => KEY_RESULT.test(text));
  if (reading.group && (marked || reading.group.results.length === 0)) {
    for (const each of texts(rest)) reading.group.results.push({ ...each, text: cut(each.text, KEY_RESULT) });
    return;
  }
  if (reading.goals) {
    found.objectives.push({ ...reading.goals, results: texts(rest), weeks: null });
    reading.goals = null;
    return;
  }
  if (reading.role !== null) {
    const role = roleOf(found, reading.role);
    const cadence = reading.cadence ?? 'as_needed';
    role.duties[cadence] = [...(role.duties[cadence] ?? []), ...rest];
    return;
  }
  if (/^roles?$/i.test(section.title)) {
    for (const item of rest) {
      // The word behind the dash says which role it is.
      const name = ROLES.find(({ phrase }) => phrase.test(item.text.split(/\s[-–—]\s/).at(-1) ?? ''))?.role;
      if (name)
        roleOf(found, name).title = { text: item.text.split(/\s[-–—]\s/)[0] ?? item.text, lines: item.lines };
      else background.points.push({ text: item.text, lines: item.lines });
    }
    return;
  }
  if (reading.within === 'benefits') {
    const before = found.benefits.find((each) => each.for.lines.from === section.lines.from);
    const short = section.title.replace(/^for\s+(?:the\s+)?/i, '');
    const title = short === '' ? section.title : short;
    if (before) before.points.push(...texts(rest));
    else found.benefits.push({ for: { text: title, lines: section.lines }, points: texts(rest) });
    return;
  }
  if (reading.within === 'applications') {
    applicationOf(section, found).steps.push(...texts(rest));
    return;
  }
  background.points.push(...texts(rest));
}

export function readTable(rows: Row[], found: Found, background: Background, gathered: Gathered): void {
  const [head, ...body] = rows;
  const names = head?.cells ?? [];
  const has = (phrase: RegExp): boolean => names.some((name) => phrase.test(name));
  if (head && TABLES.week.test(names[0] ?? '')) {
    use(gathered, head.lines);
    for (const { cells, lines } of body)
      found.weeks.push({
        number: cells[0] ?? '',
        text: cells
          .slice(1)
          .filter((cell) => cell !== '')
          .join(' – '),
        lines,
      });
  } else if (has(TABLES.intern) && has(TABLES.timeFrame)) found.alumni.push(...rows);
  else if (has(TABLES.timeFrame)) found.slots.push(...rows);
  else {
    for (const { cells, lines } of rows) background.points.push({ text: cells.join(' | '), lines });
  }
}
