/** Tables of slots and of alumni, by the words of their head row; cells may be missing. */
import { from, type Gathered } from './gather.ts';
import type { Row } from './page.ts';

const bareName = (text: string): string => text.replace(/^@/, '').trim();

function column(head: Row | undefined, phrase: RegExp): (row: Row) => string {
  const at = head?.cells.findIndex((cell) => phrase.test(cell)) ?? -1;
  // A dash stands for nothing.
  return (row) => (at < 0 ? '' : (row.cells[at] ?? '').replace(/^[–—-]$/, ''));
}

export function readDirectory(
  slots: Row[],
  alumni: Row[],
  title: string,
  program: string | undefined,
  gathered: Gathered,
): object {
  const [slotHead, ...slotRows] = slots;
  const [alumniHead, ...alumniRows] = alumni;
  const slotTime = column(slotHead, /time/i);
  const slotMentor = column(slotHead, /mentor/i);
  const slotFocus = column(slotHead, /focus|area/i);
  const slotStatus = column(slotHead, /status|taken/i);
  const intern = column(alumniHead, /intern/i);
  const mentor = column(alumniHead, /mentor/i);
  const time = column(alumniHead, /time/i);
  const type = column(alumniHead, /type/i);
  const writeUp = column(alumniHead, /write/i);
  const known = /time|mentor|focus|area|status|taken|intern|type|write/i;
  for (const [head, rows] of [
    [slotHead, slotRows],
    [alumniHead, alumniRows],
  ] as const) {
    const strange = head?.cells.flatMap((cell, at) => (known.test(cell) ? [] : [at])) ?? [];
    for (const row of rows) {
      const text = strange.flatMap((at) => row.cells[at] ?? []).filter((cell) => cell !== '');
      if (text.length > 0)
        gathered.unknown.push({
          lines: row.lines,
          text: text.join(' | '),
          because: 'nobody knows its column',
        });
    }
  }
  const needs = (row: Row, ...cells: string[]): boolean => {
    if (cells.every((cell) => cell !== '')) return true;
    gathered.unknown.push({
      lines: row.lines,
      text: row.cells.join(' | '),
      because: 'a cell of it is empty',
    });
    return false;
  };
  return {
    version: 1,
    title,
    ...(program === undefined ? {} : { program }),
    slots: slotRows
      .filter((row) => needs(row, slotTime(row), slotMentor(row)))
      .map((row, at) => {
        from(gathered, ['slots', at], row.lines);
        const focus = slotFocus(row)
          .split(/[,;]/)
          .map((each) => each.trim())
          .filter((each) => each !== '');
        const taken = /\btaken(?:\s+by)?[\s:]+@?([^\s|]+)/i.exec(slotStatus(row))?.[1];
        return {
          time: slotTime(row),
          mentor: bareName(slotMentor(row)),
          ...(focus.length > 0 ? { focus } : {}),
          ...(taken === undefined ? {} : { taken_by: taken }),
        };
      }),
    alumni: alumniRows
      .filter((row) => needs(row, intern(row), mentor(row), time(row)))
      .map((row, at) => {
        from(gathered, ['alumni', at], row.lines);
        const text = writeUp(row);
        const url = /https?:\/\/[^\s)]+/.exec(text)?.[0];
        const name = text.replace(url ?? '', '').trim();
        return {
          intern: bareName(intern(row)),
          mentor: bareName(mentor(row)),
          time: time(row),
          ...(type(row) === '' ? {} : { type: type(row) }),
          ...(text === ''
            ? {}
            : { write_up: { title: name === '' ? 'Write-up' : name, ...(url ? { url } : {}) } }),
        };
      }),
  };
}
