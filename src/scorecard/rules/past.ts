/**
 * How one key result was on any day: a fold over dated changes. They come from what the nights saw (the log in the epic), from GitLab's own
 * notes of what changed since, and where a change has no note of its own from the edit that brought it.
 */
import { readOutcome, readValue } from '../../issues/reported.ts';
import { carriesName } from '../../issues/worksheet.ts';
import type { Activity } from '../../model/resource.ts';
import { type FactRow, FIELDS, type Field, readOutcomeText } from '../../record/fact-log.ts';
import { toldBy } from './activity.ts';
import type { Change, Facts, Past } from './fact.ts';

export interface PastInput {
  /** What the nights saw of it. */
  rows: FactRow[];
  seen: string | null;
  /** ISO time of the last night that wrote it down; null before the first. */
  recordedAt: string | null;
  /** Notes of the issue, oldest first; null when they were not read. */
  notes: Activity[] | null;
  selfId: number | null;
  today: string;
  dayOf(moment: Date): string;
}

type State = Record<Field, string>;

/** Fields as text, the way they are compared and written down. Ticks that are not there are not written. */
export function observed(facts: Facts): State {
  const { ticks, dropped, valueLine, live, outcomeLine, wontDoLabel, canceled, isDuplicate, result } = facts;
  const bits = ticks.map((ticked) => (ticked ? '1' : '0')).join('');
  const outcome = [outcomeLine.trim().slice(0, 120), wontDoLabel, canceled ?? '', isDuplicate];
  return {
    ticks: `${bits.replace(/0+$/, '')}${dropped > 0 ? `x${dropped}` : ''}`,
    value: valueLine.trim().slice(0, 80),
    due: live?.dueDate ?? 'none',
    outcome: outcome.some((each) => each !== '' && each !== false) ? JSON.stringify(outcome) : '',
    skip: result.skipped === null ? '' : '1',
  };
}

/** As everything is before anybody does anything. */
const beginning = ({ result }: Facts): State => ({
  ticks: '',
  value: '',
  due: result.span.end,
  outcome: '',
  skip: '',
});

const fold = (facts: Facts, changes: Change[], until: (change: Change) => boolean): State => {
  const state = beginning(facts);
  for (const change of changes) if (until(change)) state[change.field] = change.to;
  return state;
};

const seconds = (left: string, right: string): number =>
  Math.abs(Date.parse(left) - Date.parse(right)) / 1000;

/** An answer and what it tells of may be some seconds apart. */
const NEAR = 5;

/**
 * Whether the notes of its issue may tell more than is known: it was touched since the last night, by more than a closure, which the list
 * of events tells.
 */
export function wantsNotes(
  facts: Facts,
  { rows, recordedAt }: Pick<PastInput, 'rows' | 'recordedAt'>,
): boolean {
  const { live } = facts;
  if (!live || facts.moved) return false;
  const isTouched =
    recordedAt === null
      ? Date.parse(live.updatedAt) > Date.parse(live.createdAt) + 60_000
      : Date.parse(live.updatedAt) > Date.parse(recordedAt);
  if (!isTouched) return false;
  const isClosing = live.closedAt !== null && seconds(live.closedAt, live.updatedAt) <= NEAR;
  return (
    !isClosing ||
    !isSame(
      observed(facts),
      fold(facts, rows.map(asChange), () => true),
    )
  );
}

const isSame = (left: State, right: State): boolean => FIELDS.every((field) => left[field] === right[field]);

const asChange = ({ key: _, ...row }: FactRow): Change => ({ ...row, at: null });

export function pastOf(facts: Facts, input: PastInput): Past {
  const known = input.rows.map(asChange);
  const { live } = facts;
  if (!live) return { changes: known, touchedOn: '' };
  const since = input.recordedAt;
  const fresh = (input.notes ?? []).filter(({ at }) => since === null || Date.parse(at) > Date.parse(since));
  const changes = [...known];
  const state = fold(facts, known, () => true);
  const push = (field: Field, to: string, change: Pick<Change, 'at' | 'day' | 'by' | 'earliest'>): void => {
    if (state[field] === to) return;
    state[field] = to;
    // A clock that goes back does not undo what was seen before.
    const before = changes.findLast((each) => each.field === field)?.day ?? '';
    changes.push({ ...change, field, to, day: change.day < before ? before : change.day });
  };
  const edits: Activity[] = [];
  for (const note of fresh) {
    const told = toldBy(note);
    const at = { at: note.at, by: note.by, day: input.dayOf(new Date(note.at)), earliest: null };
    if (told.what === 'due') push('due', told.to ?? 'none', at);
    else if (told.what === 'tick') {
      const box = boxOf(facts.result.boxes, told.box);
      if (box >= 0) push('ticks', withTick(state.ticks, box, told.done), at);
      else edits.push(note);
    } else if (told.what === 'text' && note.byId !== input.selfId) edits.push(note);
  }
  leftOver(facts, { state, edits, push }, input);
  changes.sort((left, right) => (left.day < right.day ? -1 : left.day > right.day ? 1 : 0));
  return { changes, touchedOn: touchedOn(facts, changes, fresh, input) };
}

/** The box that a note is about: by its name, behind which people may have written. */
function boxOf(names: string[], text: string): number {
  let best = -1;
  // The longest: where both are names, `Talk again` is not about `Talk`.
  for (const [at, name] of names.entries())
    if (carriesName(text, name) && name.length > (names[best]?.length ?? -1)) best = at;
  return best;
}

function withTick(ticks: string, box: number, done: boolean): string {
  const [bits = '', dropped] = ticks.split('x');
  const all = [...bits.padEnd(box + 1, '0')];
  all[box] = done ? '1' : '0';
  return `${all.join('').replace(/0+$/, '')}${dropped === undefined ? '' : `x${dropped}`}`;
}

/** What has no note of its own came with an edit of the text, or with whatever touched the issue last. */
function leftOver(
  facts: Facts,
  {
    state,
    edits,
    push,
  }: {
    state: State;
    edits: Activity[];
    push(field: Field, to: string, change: Pick<Change, 'at' | 'day' | 'by' | 'earliest'>): void;
  },
  { recordedAt, today, dayOf }: PastInput,
): void {
  const { live, createdOn } = facts;
  if (!live) return;
  const now = observed(facts);
  const [first, last] = [edits[0], edits.at(-1)];
  const isLater = recordedAt === null || Date.parse(live.updatedAt) >= Date.parse(recordedAt);
  const at = last?.at ?? (isLater ? live.updatedAt : (recordedAt ?? live.updatedAt));
  const day = dayOf(new Date(at));
  const from = first
    ? dayOf(new Date(first.at))
    : recordedAt === null
      ? createdOn
      : dayOf(new Date(recordedAt));
  // One edit alone can have brought it.
  const earliest = edits.length === 1 || from >= day ? null : from;
  for (const field of ['ticks', 'value', 'outcome'] as const)
    push(field, now[field], { at, day, by: last?.by ?? null, earliest });
  push('due', now.due, {
    at: live.updatedAt,
    day: dayOf(new Date(live.updatedAt)),
    by: null,
    earliest: null,
  });
  // The cohort file says it, and nobody knows since when: at first it was always so.
  push('skip', now.skip, {
    at: null,
    day: state.skip === '' && recordedAt === null ? '' : today,
    by: null,
    earliest: null,
  });
}

/** Our own writes are no sign of life; what changed in people's part of an issue is one, whoever's token it was done with. */
function touchedOn(
  { live, createdOn, turns }: Facts,
  changes: Change[],
  fresh: Activity[],
  { seen, recordedAt, notes, selfId, dayOf }: PastInput,
): string {
  if (!live) return '';
  const day = (time: string): string => dayOf(new Date(time));
  const latest = (days: string[]): string => days.reduce((left, right) => (left > right ? left : right), '');
  const before = latest([
    createdOn,
    seen ?? '',
    ...changes.flatMap((each) => (each.field === 'skip' ? [] : [each.day])),
    ...turns.map((turn) => turn.day),
  ]);
  const isTouched = recordedAt === null || Date.parse(live.updatedAt) > Date.parse(recordedAt);
  if (!isTouched) return before;
  const ours = notes?.some(({ at, byId }) => byId === selfId && seconds(at, live.updatedAt) <= NEAR) ?? false;
  if (!ours) return latest([before, day(live.updatedAt)]);
  return latest([before, ...fresh.filter(({ byId }) => byId !== selfId).map(({ at }) => day(at))]);
}

/** The facts with these fields. */
function patchOf(facts: Facts, state: State): Facts {
  const { result, ticks } = facts;
  const [bits = '', dropped = '0'] = state.ticks.split('x');
  const unit = result.measure.kind === 'metric' ? result.measure.unit : undefined;
  const [outcomeLine, wontDoLabel, canceled, isDuplicate] = readOutcomeText(state.outcome);
  return {
    ...facts,
    ticks: ticks.map((_, at) => bits[at] === '1'),
    dropped: Number(dropped),
    valueLine: state.value,
    value: readValue(state.value, unit, facts.language),
    outcomeLine,
    outcome: readOutcome(outcomeLine),
    wontDoLabel,
    canceled: canceled === '' ? null : canceled,
    isDuplicate,
    live: facts.live && { ...facts.live, dueDate: state.due === 'none' ? null : state.due },
    result:
      state.skip === '' && result.skipped !== null && !result.missed ? { ...result, skipped: null } : result,
  };
}

/** The facts as they were at the end of a day; the same where nothing came later. `most` takes for done by then what may have been. */
export function factsAt(facts: Facts, day: string, most = false): Facts {
  const { past } = facts;
  if (past === null) return facts;
  const isBy = (change: Change): boolean => (most ? (change.earliest ?? change.day) : change.day) <= day;
  if (past.changes.every(isBy)) return facts;
  return patchOf(facts, fold(facts, past.changes, isBy));
}

/** Whether something may have been done by a day, and nobody knows. */
export const isUncertain = ({ past }: Facts, day: string): boolean =>
  past?.changes.some(({ earliest, day: known }) => earliest !== null && earliest <= day && day < known) ??
  false;

/** The facts as they were when an internship ended, whatever came later. */
export const asRecorded = (facts: Facts, rows: FactRow[]): Facts =>
  patchOf(
    facts,
    fold(facts, rows.map(asChange), () => true),
  );

/** Rows for the log: one a field and day. */
export function rowsOf(key: string, { changes }: Past): FactRow[] {
  const rows = new Map<string, FactRow>();
  for (const { at: _, ...change } of changes) {
    const id = `${change.day} ${change.field}`;
    rows.delete(id);
    rows.set(id, { key, ...change });
  }
  return [...rows.values()];
}

/** The last day on which a person touched it, as it looked at the end of a past day. */
export function touchedBy(
  { past, turns, createdOn, updatedOn }: Facts,
  { newest, day }: { newest: boolean; day: string },
): string {
  if (newest || past === null) return updatedOn;
  const days = [...past.changes.map((each) => each.day), ...turns.map((each) => each.day), past.touchedOn];
  return days.filter((each) => each <= day).reduce((left, right) => (left > right ? left : right), createdOn);
}
