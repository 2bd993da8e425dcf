/** One row for each key result of each intern, RFC 4180. */
import { oneLine } from '../../text/plain-text.ts';
import type { Scorecard } from '../scorecard.ts';
import { groupsOf } from './words.ts';

const COLUMNS = [
  'intern',
  'username',
  'group',
  'key',
  'title',
  'measure',
  'weight',
  'ambition',
  'standing',
  'score',
  'computed',
  'expected',
  'health',
  'confidence',
  'start',
  'due',
  'closed',
  'because',
  'evidence',
  'url',
] as const;

/** A cell that begins like a formula would run in a spreadsheet; an apostrophe in front makes it text. */
function cell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(Number(value.toFixed(6)));
  const text = oneLine(value);
  const safe = /^[=+\-@]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function renderCsv(card: Scorecard): string {
  const rows = card.interns.flatMap((intern) =>
    groupsOf(intern).flatMap((group) =>
      group.keyResults.map(
        (result): Record<(typeof COLUMNS)[number], string | number | null> => ({
          intern: intern.name,
          username: intern.username,
          group: group.title,
          key: result.key,
          title: result.title,
          measure: result.measure,
          weight: result.weight,
          ambition: result.ambition,
          standing: result.standing,
          score: result.score,
          computed: result.computed,
          expected: result.expected,
          health: result.health,
          confidence: result.confidence,
          start: result.start,
          due: result.due,
          closed: result.closedOn,
          because: result.because,
          evidence: result.evidence,
          url: result.url,
        }),
      ),
    ),
  );
  const lines = [[...COLUMNS], ...rows.map((row) => COLUMNS.map((name) => row[name]))];
  return lines.map((line) => `${line.map(cell).join(',')}\r\n`).join('');
}
