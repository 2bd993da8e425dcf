/**
 * What the nights saw of the key results of one intern: a row for each field that changed, with its day. It travels in the marker of the
 * scorecard's block, packed (`log=…`), so that a past day can be scored when GitLab no longer tells how it was. Confidential key
 * results are not in it: everybody who sees the epic can read it.
 */
import { deflateRawSync, inflateRawSync } from 'node:zlib';

export const FIELDS = ['ticks', 'value', 'due', 'outcome', 'skip'] as const;
export type Field = (typeof FIELDS)[number];

export interface FactRow {
  /** Key of the key result, without that of the epic. */
  key: string;
  /** `YYYY-MM-DD`; empty for the beginning. */
  day: string;
  field: Field;
  /** The whole field as it was from then on, see `observed` in scorecard/rules/past.ts. */
  to: string;
  /** User name; null where nobody knows. */
  by: string | null;
  /** The first day on which it can have been; null where `day` is known to be the one. */
  earliest: string | null;
}

export interface FactLog {
  rows: FactRow[];
  /** The last day on which a person touched a key result, by its key. */
  seen: Map<string, string>;
}

/** Bytes, unpacked, and rows: years of an internship need a hundredth. */
const MOST_BYTES = 2_000_000;
const MOST_ROWS = 20_000;

export function printLog({ rows, seen }: FactLog): string {
  const packed = rows.map(({ key, day, field, to, by, earliest }) => [
    key,
    day,
    FIELDS.indexOf(field),
    to,
    by ?? '',
    earliest ?? '',
  ]);
  const text = JSON.stringify([1, packed, [...seen].sort()]);
  return deflateRawSync(text, { level: 9 }).toString('base64url');
}

/** Null where there is none, and for what cannot be read: then nothing is known of the past, which is said. */
export function readLog(text: string | undefined): FactLog | null {
  if (text === undefined || text === '') return null;
  try {
    const raw = inflateRawSync(Buffer.from(text, 'base64url'), { maxOutputLength: MOST_BYTES }).toString();
    const [version, rows, seen] = JSON.parse(raw) as [unknown, unknown, unknown];
    if (version !== 1 || !Array.isArray(rows) || !Array.isArray(seen) || rows.length > MOST_ROWS) return null;
    const log = { rows: rows.map(rowOf), seen: new Map(seen.map(pairOf)) };
    return log.rows.every((row) => row !== null) ? { ...log, rows: log.rows as FactRow[] } : null;
  } catch {
    return null;
  }
}

const DAY = /^(?:\d{4}-\d{2}-\d{2})?$/;

/** An outcome: line, label, status, and whether it is a duplicate. */
export type OutcomeText = [line: string, wontDoLabel: boolean, status: string, isDuplicate: boolean];

export const readOutcomeText = (to: string): OutcomeText =>
  to === '' ? ['', false, '', false] : (JSON.parse(to) as OutcomeText);

function isOutcome(to: string): boolean {
  try {
    const kinds = (JSON.parse(to) as unknown[]).map((each) => typeof each).join();
    return kinds === 'string,boolean,string,boolean';
  } catch {
    return to === '';
  }
}

/** What each field may say: people can edit a log like any text. */
const MAY_SAY: Record<Field, (to: string) => boolean> = {
  ticks: (to) => /^[01]{0,1000}(?:x\d{1,3})?$/.test(to),
  value: (to) => to.length <= 200,
  due: (to) => /^(?:none|\d{4}-\d{2}-\d{2})$/.test(to),
  outcome: isOutcome,
  skip: (to) => to === '' || to === '1',
};

function rowOf(row: unknown): FactRow | null {
  if (!Array.isArray(row) || row.length !== 6) return null;
  const [key, day, at, to, by, earliest] = row as unknown[];
  const field = FIELDS[Number(at)];
  const texts = [key, day, to, by, earliest].every((each) => typeof each === 'string');
  if (!texts || field === undefined || !DAY.test(String(day)) || !DAY.test(String(earliest))) return null;
  if (!MAY_SAY[field](String(to))) return null;
  return {
    key: String(key),
    day: String(day),
    field,
    to: String(to),
    by: by === '' ? null : String(by),
    earliest: earliest === '' ? null : String(earliest),
  };
}

function pairOf(pair: unknown): [string, string] {
  const [key, day] = Array.isArray(pair) ? (pair as unknown[]) : [];
  if (typeof key !== 'string' || typeof day !== 'string' || !DAY.test(day)) throw new Error('no log');
  return [key, day];
}
