/**
 * How far one key result is, by its measure: the rules of scoring, each with its name and source. Pure functions of
 * facts; what is closed, late or set by hand is decided around them (see judge.ts).
 */
import type { EnrolledKeyResult, EnrolledRotation } from '../../program/enrolment.ts';
import type { Facts } from './fact.ts';
import { asAgreed, clamp, type Progress, plain, TINY } from './figures.ts';
import { metric } from './metric.ts';

/** What a derived key result looks at. */
export interface Looked {
  key: string;
  title: string;
  /** Scores of its key results that are not left out; null where one has none. */
  scores: (number | null)[];
}

export interface Around {
  /** Areas that have key results, and those that never had any. */
  areas: Looked[];
  results: Map<string, Looked>;
  rotations: EnrolledRotation[];
  /** Last day whose work counts. */
  day: string;
  /** Last day that is over. */
  overOn: string;
}

/** `counting` is false for a past day on which the issue was open: nobody knows how many boxes were ticked then. */
export function progressOf(facts: Facts, closed: boolean, counting: boolean, around: Around): Progress {
  const { result } = facts;
  const { measure } = result;
  switch (measure.kind) {
    case 'done':
      return {
        score: closed ? 1 : 0,
        reached: null,
        because: closed ? 'closed' : 'open',
        explained: {
          rule: 'done or not',
          source: 're:Work: binary key results are 0 or 1',
          inputs: [{ name: 'issue', value: closed ? 'closed' : 'open' }],
          arithmetic: closed ? 'closed = 1' : 'open = 0',
        },
      };
    case 'count':
      return measure.of ? countedWork(facts, measure.target ?? 1, around.day) : ticked(facts, counting);
    case 'metric':
      return metric(facts, measure, counting);
    case 'rubric':
      return rubric(facts, measure.steps, counting);
    case 'maintain':
      return maintain(facts, measure.at_least, counting);
    case 'derived':
      return derived(result, around);
    case 'to-be-defined':
      return {
        score: null,
        reached: null,
        because: 'to be defined',
        explained: {
          rule: 'to be defined',
          source: 'open-okr METHOD §3: what is unset is listed as unscored, never silently 0 or left out',
          inputs: [],
          arithmetic: 'no score',
        },
      };
  }
}

const ONE: Record<string, string> = { boxes: 'box', checks: 'check', issues: 'issue', requests: 'request' };

/** Overshoot is recorded in `reached`, and the score ends at 1. */
function share(count: number, of: number, unit: string, rule: string, source: string): Progress {
  const score = clamp(count / of);
  return {
    score,
    reached: { count, of },
    because: `${count} of ${of} ${of === 1 ? unit.replace(/\w+/g, (many) => ONE[many] ?? many) : unit}`,
    explained: {
      rule,
      source,
      inputs: [
        { name: unit, value: String(count) },
        { name: 'target', value: String(of) },
      ],
      arithmetic: `${count} ∕ ${of} = ${plain(count / of)}${count > of ? ', at most 1' : ''}`,
    },
  };
}

const LAUNCHED = 're:Work: three of six features launched is 0.5';

/** GitLab counts what is crossed out neither as done nor as open. */
const left = ({ result, dropped }: Facts): number => Math.max(result.boxes.length - dropped, 0);

const allDropped = (rule: string): Progress => ({
  score: null,
  reached: null,
  because: 'every box is crossed out',
  explained: { rule, source: LAUNCHED, inputs: [], arithmetic: 'nothing is left, no score' },
});

function ticked(facts: Facts, counting: boolean): Progress {
  const { ticks } = facts;
  const of = left(facts);
  if (of === 0) return allDropped('count of ticks');
  const count = counting ? Math.min(ticks.filter(Boolean).length, of) : 0;
  return share(count, of, 'boxes ticked', 'count of ticks', LAUNCHED);
}

function countedWork({ result, work }: Facts, of: number, day: string): Progress {
  const what = result.counted?.what === 'issues' ? 'issues' : 'merge requests';
  const state = result.counted?.state;
  const unit = state === 'all' || state === undefined ? what : `${state} ${what}`;
  if (work === null) {
    return {
      score: null,
      reached: null,
      because:
        result.counted?.project == null
          ? 'the project whose work counts is not chosen yet'
          : `${unit} of ${result.counted.project} cannot be read`,
      explained: { rule: 'count of work', source: LAUNCHED, inputs: [], arithmetic: 'not read, no score' },
    };
  }
  return share(work.filter((each) => each <= day).length, of, unit, 'count of work', LAUNCHED);
}

function rubric(
  { ticks, valueLine }: Facts,
  steps: { name: string; score: number }[],
  counting: boolean,
): Progress {
  const named = valueLine.trim().toLowerCase();
  const at = counting
    ? steps.findLastIndex((step, index) => ticks[index] === true || step.name.toLowerCase() === named)
    : -1;
  const step = steps[at];
  return {
    score: step?.score ?? 0,
    reached: { count: at + 1, of: steps.length },
    because: step ? `step "${step.name}"` : 'no step reached yet',
    explained: {
      rule: 'rubric',
      source: 'GitLab handbook, OKRs: a table of milestones written when the key result is set',
      inputs: steps.map(({ name, score }) => ({ name, value: plain(score) })),
      arithmetic: step ? `highest step reached: ${step.name} = ${plain(step.score)}` : 'no step = 0',
    },
  };
}

function maintain({ result, ticks }: Facts, atLeast: number, counting: boolean): Progress {
  const of = result.boxes.length;
  const count = counting ? Math.min(ticks.filter(Boolean).length, of) : 0;
  const all = share(
    count,
    of,
    'checks kept',
    'maintain',
    'open-okr METHOD §3: the share of checks inside the band',
  );
  if (atLeast === 1) return all;
  return {
    ...all,
    score: clamp(count / of / atLeast),
    explained: {
      ...all.explained,
      arithmetic: `${count} ∕ ${of} ∕ ${atLeast} = ${plain(count / of / atLeast)}, at most 1`,
    },
  };
}

const DERIVED = 'this program: nobody ticks it, it follows from others';

function derived(result: EnrolledKeyResult, { areas, results, rotations, overOn }: Around): Progress {
  const { measure } = result;
  if (measure.kind !== 'derived') throw new Error('not a derived key result');
  const threshold = asAgreed(measure.score);
  const reaches = (score: number | null): boolean => score !== null && score >= measure.score - TINY;
  const out = (inputs: { name: string; good: boolean; value: string }[], unit: string): Progress => {
    const count = inputs.filter(({ good }) => good).length;
    const of = inputs.length;
    return {
      score: of === 0 ? null : count / of,
      reached: { count, of },
      because: `${count} of ${of} ${unit}`,
      explained: {
        rule: 'derived',
        source: DERIVED,
        inputs: inputs.map(({ name, value }) => ({ name, value })),
        arithmetic: of === 0 ? 'nothing to look at, no score' : `${count} ∕ ${of} = ${plain(count / of)}`,
      },
    };
  };
  switch (measure.from) {
    case 'areas':
      return out(
        areas.map(({ title, scores }) => {
          const good = scores.filter(reaches).length;
          return {
            name: title,
            good: good >= measure.at_least,
            value: `${good} of ${scores.length} at ${threshold}`,
          };
        }),
        `areas have ${measure.at_least === 1 ? 'a key result' : `${measure.at_least} key results`} at ${threshold}`,
      );
    case 'rotations':
      return out(
        rotations.map(({ title, span, weeks }) => ({
          name: title,
          good: span.end <= overOn && weeks >= measure.at_least,
          value: `${weeks} ${weeks === 1 ? 'week' : 'weeks'}, ${span.end <= overOn ? 'over' : `until ${span.end}`}`,
        })),
        `rotations of ${measure.at_least === 1 ? 'a week' : `${measure.at_least} weeks`} or more are over`,
      );
    case 'key-results': {
      const looked = (measure.of ?? []).flatMap((key) => results.get(key) ?? []);
      return out(
        looked
          .filter(({ scores }) => scores.length > 0)
          .map(({ title, scores }) => {
            const score = scores[0] ?? null;
            return { name: title, good: reaches(score), value: score === null ? 'no score' : plain(score) };
          }),
        `key results are at ${threshold}`,
      );
    }
  }
}
