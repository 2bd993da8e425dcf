/** What is scored: enrolments, what GitLab has, and the moment at which it is looked at. */
import { addDays } from '../../model/dates.ts';
import type { Activity, Closure, Key, LiveEpic, LiveIssue, LiveWork } from '../../model/resource.ts';
import type { Matched } from '../../model/tracker.ts';
import type { EnrolledKeyResult, Enrolment } from '../../program/enrolment.ts';
import { wasArchived } from '../../record/archived.ts';
import type { ScorecardState } from '../../record/scorecard-state.ts';
import type { Case } from './cases.ts';
import { judgedOn } from './expected.ts';
import { factsOf } from './facts.ts';
import { type PastInput, wantsNotes } from './past.ts';
import type { Moment } from './verdict.ts';

export interface ScoreInput {
  program: string;
  cohortTitle: string;
  project: string;
  now: Date;
  /** The calendar day of a moment, in the cohort's time zone. */
  dayOf(moment: Date): string;
  /** A past day, `YYYY-MM-DD`, whose end is shown; null for now. */
  at: string | null;
  enrolments: Enrolment[];
  matched: Matched;
  /** Issues of key results that the cohort leaves out now, by key: they counted once. */
  leftOut: Map<Key, LiveIssue>;
  /** By global id: where moved issues went. */
  elsewhere: Map<number, LiveIssue>;
  /** By number: what duplicates point to. */
  byNumber: Map<number, LiveIssue>;
  /** Closures and reopenings, oldest first; null when they were not read. */
  closures: Closure[] | null;
  /** Rows of counted work by `workKey`; null where they cannot be read. */
  work: Map<string, LiveWork[] | null>;
  /** What the block of each epic remembers, by key of the epic. */
  states: Map<string, ScorecardState>;
  /** Notes of issues by number, as far as they were read. */
  notes: Map<number, Activity[]>;
  /** Id of our own account, whose writes are no sign of life; null when it is not known. */
  selfId: number | null;
  /** `YYYY-MM-DD` of the end of the sync's token, when it has one. */
  tokenExpiresAt: string | null;
  /** The token sees the project's issues and nothing else. */
  issuesOnly: boolean;
  /** What the token may not see; empty when it sees all that is asked for. */
  unseen: string[];
}

/** When the scorecard looks: now, or the end of a past day, as a nightly sync saw it the morning after. */
export function momentOf({ now, at, dayOf }: ScoreInput): Moment {
  const actual = dayOf(now);
  const today = at === null ? actual : addDays(at, 1);
  return {
    day: at ?? actual,
    overOn: addDays(today, -1),
    judgedOn: judgedOn(today),
    newest: at === null,
    isLast: false,
    seenOn: at ?? actual,
  };
}

/** The same for one intern: for somebody who left, and for an internship that was archived, time stands still at the end of the last day. */
export function momentFor(enrolment: Enrolment, input: ScoreInput): Moment {
  const { left } = enrolment;
  const ended = endOf(enrolment, input);
  const moment = ended === null ? momentOf(input) : atTheEnd(momentOf(input), input.dayOf(new Date(ended)));
  if (left === null || moment.day < left.on) return moment;
  const until = (day: string): string => (day < left.on ? day : left.on);
  return {
    day: left.on,
    overOn: until(moment.overOn),
    judgedOn: until(moment.judgedOn),
    newest: moment.newest,
    isLast: true,
    seenOn: moment.day,
  };
}

function atTheEnd(moment: Moment, day: string): Moment {
  if (moment.day <= day) return moment;
  const until = (other: string): string => (other < day ? other : day);
  return { ...moment, day, overOn: until(moment.overOn), judgedOn: until(moment.judgedOn), seenOn: day };
}

/** The facts of every intern, by key of the epic: read once, however often they are scored. */
export type Cases = Map<string, Case>;

export function casesOf(input: ScoreInput): Cases {
  const byIssue = input.closures && byNumber(input.closures);
  const results = new Map(
    input.enrolments.flatMap(({ keyResults }) =>
      keyResults.flatMap((result) => {
        const live = input.matched.get(result.issue);
        return live?.kind === 'issue' ? [[live.iid, result] as const] : [];
      }),
    ),
  );
  return new Map(
    input.enrolments.map((enrolment) => [enrolment.epic, caseOf(enrolment, input, byIssue, results)]),
  );
}

function byNumber(closures: Closure[]): Map<number, Closure[]> {
  const found = new Map<number, Closure[]>();
  for (const each of closures) found.set(each.iid, [...(found.get(each.iid) ?? []), each]);
  return found;
}

/** The facts of one intern's key results. */
function caseOf(
  enrolment: Enrolment,
  input: ScoreInput,
  byIssue: Map<number, Closure[]> | null,
  results: Map<number, EnrolledKeyResult>,
): Case {
  const { matched } = input;
  const facts = new Map(
    enrolment.keyResults.map((result) => [
      result.key,
      factsOf(result, {
        ...input,
        issueOf: ({ issue }) => {
          const live = matched.get(issue);
          return live?.kind === 'issue' ? live : (input.leftOut.get(issue) ?? null);
        },
        resultOf: (iid) => results.get(iid) ?? null,
        closures: byIssue,
        firstDay: enrolment.span.start,
        intern: enrolment.intern.username,
        language: enrolment.words.language,
        endedAt: endOf(enrolment, input),
        pastInput: (whose, live) => pastInputOf(whose, live, enrolment, input),
      }),
    ]),
  );
  return { enrolment, facts: withAdded(facts, enrolment.span.start) };
}

/** When an internship was archived, and stays so; null while it goes on, and where nobody wrote down how it was. */
export function endOf(
  enrolment: Enrolment,
  { matched, states }: Pick<ScoreInput, 'matched' | 'states'>,
): string | null {
  const parent = parentOf(matched, enrolment);
  const state = states.get(enrolment.epic);
  const isOver = parent?.state === 'closed' && wasArchived(parent.description, enrolment.epic);
  return isOver && state?.log ? state.at : null;
}

/** What is known of one key result: nothing with a job's token, which sees neither epics nor notes. */
function pastInputOf(
  result: EnrolledKeyResult,
  live: LiveIssue,
  enrolment: Enrolment,
  { states, notes, selfId, dayOf, now, issuesOnly }: ScoreInput,
): PastInput | null {
  if (issuesOnly) return null;
  const state = states.get(enrolment.epic);
  const log = state?.log ?? null;
  const isLogged = log !== null && !result.confidential && !live.confidential;
  return {
    rows: isLogged ? log.rows.filter(({ key }) => key === result.key) : [],
    seen: isLogged ? (log.seen.get(result.key) ?? null) : null,
    recordedAt: isLogged ? (state?.at ?? null) : null,
    notes: notes.get(live.iid) ?? null,
    selfId,
    today: dayOf(now),
    dayOf,
  };
}

/** The issues whose notes tell what is not known yet. */
export function unreadOf(cases: Cases, input: ScoreInput): LiveIssue[] {
  return [...cases.values()].flatMap(({ enrolment, facts }) =>
    endOf(enrolment, input) !== null
      ? []
      : [...facts.values()].flatMap((one) => {
          const known = one.live && pastInputOf(one.result, one.live, enrolment, input);
          return one.live && known && wantsNotes(one, known) ? [one.live] : [];
        }),
  );
}

/** What was made on a later day than the first of them came later. An issue that was moved is made anew elsewhere, which tells nothing. */
function withAdded(facts: Case['facts'], firstDay: string): Case['facts'] {
  const all = [...facts.values()];
  const days = all.flatMap(({ createdOn, moved }) => (createdOn === '' || moved ? [] : [createdOn]));
  const first = days.reduce((least, each) => (each < least ? each : least), days[0] ?? '');
  for (const one of all)
    if (!one.moved && one.createdOn > first && one.createdOn > firstDay) one.addedOn = one.createdOn;
  return facts;
}

export function parentOf(matched: Matched, { epic }: Enrolment): LiveEpic | LiveIssue | null {
  const live = matched.get(epic);
  return live?.kind === 'epic' || live?.kind === 'issue' ? live : null;
}
