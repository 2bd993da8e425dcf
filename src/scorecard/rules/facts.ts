/**
 * What GitLab has about one key result, read once: closures as days of the cohort's time zone, ticks of its own boxes,
 * the lines that people fill in, and the work that it counts. All scoring works on these, for now and for past days.
 */

import { type Reported, readConfidence, readOutcome, readValue } from '../../issues/reported.ts';
import { boxesFor, hiddenLines, readBoxes, readLines } from '../../issues/worksheet.ts';
import { isSameUser } from '../../model/accounts.ts';
import { LABEL } from '../../model/labels.ts';
import type { Closure, LiveIssue, LiveWork } from '../../model/resource.ts';
import type { WorkQuery } from '../../model/tracker.ts';
import type { CountedWork, EnrolledKeyResult } from '../../program/enrolment.ts';
import { archivedKey } from '../../record/keys.ts';
import { findBlock } from '../../record/managed-block.ts';
import type { Facts, Turn } from './fact.ts';
import { asRecorded, observed, type PastInput, pastOf } from './past.ts';

export interface Sources {
  /** The issue of a key result. */
  issueOf(result: EnrolledKeyResult): LiveIssue | null;
  /** The key result that an issue of the project is, if any. */
  resultOf(iid: number): EnrolledKeyResult | null;
  /** By global id, for moved issues. */
  elsewhere: Map<number, LiveIssue>;
  /** By number, for duplicates. */
  byNumber: Map<number, LiveIssue>;
  /** By number of the issue; null when the token may not see events. */
  closures: Map<number, Closure[]> | null;
  /** Rows of counted work by `workKey`; null where they cannot be read. */
  work: Map<string, LiveWork[] | null>;
  dayOf(moment: Date): string;
  firstDay: string;
  /** User name of the one whose key results these are. */
  intern: string;
  /** Of the program: its numbers are written so. */
  language: string;
  /** What is known of the past of a key result; null where nothing is. */
  pastInput(result: EnrolledKeyResult, live: LiveIssue): PastInput | null;
  /** ISO time at which the internship was closed for good; null while it goes on. */
  endedAt: string | null;
}

export const workKey = ({ what, project, label, state }: CountedWork | WorkQuery): string =>
  JSON.stringify([what, project, label, state]);

const NOTHING: Reported = { kind: 'none' };

export function factsOf(result: EnrolledKeyResult, sources: Sources): Facts {
  const own = sources.issueOf(result);
  const live = own && arrival(own, sources);
  const facts = factsOfIssue(result, live, own?.movedTo != null, sources);
  const next = live && originalRefOf(live);
  const whole = {
    ...facts,
    lost: own?.movedTo != null && live === null,
    isDuplicate: next !== null,
    // A number means an issue of this project; where a moved issue went, it means another.
    original: typeof next === 'number' && !facts.moved ? originalOf(result, live, sources) : null,
    confidential: result.confidential || (own?.confidential ?? false) || (live?.confidential ?? false),
  };
  return withPast(whole, sources);
}

/** With its past; and where the internship ended, as it was then. */
function withPast(facts: Facts, sources: Sources): Facts {
  const { live } = facts;
  const input = live && !facts.moved ? sources.pastInput(facts.result, live) : null;
  if (!live || input === null) return facts;
  const { endedAt } = sources;
  if (endedAt === null) {
    const past = pastOf(facts, input);
    return { ...facts, past, updatedOn: past.touchedOn };
  }
  const turns = facts.turns.filter(({ at }) => isBefore(at, endedAt));
  const last = turns.at(-1);
  const state = sources.closures === null ? live.state : last?.closed ? 'closed' : 'opened';
  const recorded = facts.confidential ? facts : asRecorded(facts, input.rows);
  const ended = {
    ...recorded,
    turns,
    live: { ...live, state, dueDate: recorded.live?.dueDate ?? null } as LiveIssue,
  };
  const isChanged =
    turns.length !== facts.turns.length ||
    JSON.stringify(observed(ended)) !== JSON.stringify(observed(facts));
  const past = {
    changes: input.rows.map(({ key: _, ...row }) => ({ ...row, at: null })),
    touchedOn: facts.updatedOn,
  };
  return { ...ended, past, changedAfter: isChanged };
}

/** The clock of answers knows whole seconds. */
const isBefore = (time: string, end: string): boolean => Date.parse(time) < Date.parse(end) + 1000;

/** Where a moved issue is in the end; null when that cannot be read. */
function arrival(own: LiveIssue, { elsewhere }: Sources): LiveIssue | null {
  const seen = new Set<number>();
  let at: LiveIssue | undefined = own;
  while (at && at.movedTo !== null && !seen.has(at.id)) {
    seen.add(at.id);
    at = elsewhere.get(at.movedTo);
  }
  return at && at.movedTo === null ? at : null;
}

/** What an issue says it is a duplicate of: its line first, then GitLab's link. */
export function originalRefOf(live: LiveIssue): LiveIssue['closedAsDuplicateOf'] {
  const outcome = readOutcome(readLines(live.description).Outcome);
  return outcome.kind === 'duplicate' ? outcome.of : live.closedAsDuplicateOf;
}

/** The end of a chain of duplicates; null where it leaves the project or comes back to itself. */
function originalOf(result: EnrolledKeyResult, own: LiveIssue | null, sources: Sources): Facts | null {
  const seen = new Set<number>();
  for (let at = own; at !== null; ) {
    if (seen.has(at.iid)) return null;
    seen.add(at.iid);
    const next = at.state === 'closed' ? originalRefOf(at) : null;
    if (next === 'elsewhere') return null;
    if (next === null) {
      if (at.movedTo !== null) return null;
      // An issue that is no key result counts as done or not.
      const whose = sources.resultOf(at.iid) ?? {
        ...result,
        measure: { kind: 'done' },
        boxes: [],
        counted: null,
      };
      return withPast(factsOfIssue(whose, at, false, sources), sources);
    }
    at = sources.byNumber.get(next) ?? null;
  }
  return null;
}

function factsOfIssue(
  result: EnrolledKeyResult,
  live: LiveIssue | null,
  moved: boolean,
  sources: Sources,
): Facts {
  const dayOf = (time: string): string => sources.dayOf(new Date(time));
  const lines = live ? readLines(live.description) : null;
  return {
    result,
    live,
    moved,
    lost: false,
    original: null,
    isDuplicate: false,
    confidential: result.confidential || (live?.confidential ?? false),
    turns: live ? turnsOf(live, moved ? null : sources.closures, dayOf) : [],
    createdOn: live ? dayOf(live.createdAt) : '',
    addedOn: null,
    updatedOn: live ? dayOf(live.updatedAt) : '',
    past: null,
    changedAfter: false,
    hidden: live ? hiddenLines(live.description) : [],
    language: sources.language,
    ...(live ? ticksOf(live, result) : { ticks: [], dropped: 0, noted: false }),
    outcome: readOutcome(lines?.Outcome ?? ''),
    outcomeLine: lines?.Outcome ?? '',
    wontDoLabel: live?.labels.includes(LABEL.wontDo) ?? false,
    canceled: live?.status?.category === 'canceled' ? live.status.name : null,
    promotedTo: live?.promotedTo ?? null,
    value: live
      ? readValue(
          lines?.Value ?? '',
          result.measure.kind === 'metric' ? result.measure.unit : undefined,
          sources.language,
        )
      : NOTHING,
    valueLine: lines?.Value ?? '',
    confidence: live ? readConfidence(lines?.Confidence ?? '') : NOTHING,
    confidenceLine: lines?.Confidence ?? '',
    evidence: lines?.Evidence ?? '',
    // Who closes an own issue is no archive, whatever is pasted into it.
    archivedOn:
      live && live.closedBy !== sources.intern
        ? (findBlock(live.description, archivedKey(result.issue))?.written.date ?? null)
        : null,
    work: workOf(result, sources, dayOf),
  };
}

/** What GitLab says of the issue now wins over its events: old ones are pruned, and some the reader may not see. */
function turnsOf(live: LiveIssue, closures: Sources['closures'], dayOf: (time: string) => string): Turn[] {
  const turns = (closures?.get(live.iid) ?? []).map(
    ({ at, state, by }): Turn => ({ day: dayOf(at), at, closed: state === 'closed', by }),
  );
  const last = turns.at(-1);
  if (live.state === 'closed') {
    // Imported issues may not say when they were closed.
    const at = live.closedAt ?? live.updatedAt;
    const standing = {
      day: dayOf(at),
      at,
      closed: true,
      by: live.closedBy ?? 'somebody',
    };
    if (!last?.closed) turns.push(standing);
    // A backdated closure (docs/gitlab.md#issues) is the one that stands.
    else if (last.day !== standing.day) turns[turns.length - 1] = standing;
  }
  if (live.state === 'opened' && last?.closed) {
    turns.push({ day: dayOf(live.updatedAt), at: live.updatedAt, closed: false, by: 'somebody' });
  }
  return turns;
}

/**
 * Ticks among the key result's own boxes: those that still carry their name, and as many others of the list, in order, as
 * were seeded beyond that (people write over names, and a target may have been higher once). Boxes that people added on
 * top of those do not count.
 */
function ticksOf(
  live: LiveIssue,
  { issue, boxes: names }: EnrolledKeyResult,
): Pick<Facts, 'ticks' | 'dropped' | 'noted'> {
  if (names.length === 0) return { ticks: [], dropped: 0, noted: false };
  const seeded = Number(findBlock(live.description, issue)?.written.boxes ?? names.length);
  const boxes = readBoxes(live.description, issue);
  const own = boxesFor(names, boxes);
  const rest = boxes.filter((box) => !own.includes(box));
  const room = Math.max(seeded, names.length) - own.filter((box) => box !== undefined).length;
  const others = rest.slice(0, Math.max(room, 0));
  // One that was written over stands where its name is missing.
  const filled = own.map((box) => box ?? others.shift());
  const noted = filled.some((box, at) => box?.ticked && box.text.length > (names[at] ?? '').length + 2);
  const all = [...filled, ...others];
  const dropped = all.filter((box) => box?.dropped).length;
  return { ticks: all.map((box) => box?.ticked ?? false), dropped, noted };
}

/** What people write on an Outcome line counts in any issue. */
const isCanceledByLine = ({ description, state }: LiveWork): boolean =>
  state !== 'opened' && ['wont-do', 'duplicate'].includes(readOutcome(readLines(description).Outcome).kind);

/** Work of the right person, from the first day on, and none of our own issues. */
function workOf(
  { counted }: EnrolledKeyResult,
  { work, firstDay, endedAt }: Sources,
  dayOf: (time: string) => string,
): string[] | null {
  if (counted === null) return [];
  const rows = work.get(workKey(counted)) ?? null;
  // What counts in any state counts from its beginning.
  const ended = counted.state === 'closed' || counted.state === 'merged';
  if (rows === null) return null;
  return rows
    .filter(
      (each) =>
        !each.ours &&
        !each.isCanceled &&
        !isCanceledByLine(each) &&
        (counted.author === null || isSameUser(each.author, counted.author)) &&
        dayOf(each.createdAt) >= firstDay &&
        (endedAt === null || isBefore((ended ? each.endedAt : null) ?? each.createdAt, endedAt)),
    )
    .map((each) => dayOf(ended ? (each.endedAt ?? each.createdAt) : each.createdAt))
    .sort();
}
