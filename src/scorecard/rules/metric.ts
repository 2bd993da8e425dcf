/** A number that people report: on the way from a baseline to a target, or beyond a bound or not. */
import type { Measure } from '../../program/measures.ts';
import type { Facts } from './fact.ts';
import { clamp, type Progress, plain } from './figures.ts';

export function metric(
  { value, valueLine }: Pick<Facts, 'value' | 'valueLine'>,
  measure: Extract<Measure, { kind: 'metric' }>,
  counting: boolean,
): Progress {
  const { baseline, target, unit } = measure;
  if (baseline === undefined) return bound({ value, valueLine }, measure, counting);
  const behind = unit === undefined ? '' : ` ${unit}`;
  const known = counting && value.kind === 'number' ? value.value : null;
  const unclear = counting && value.kind === 'unclear';
  const missing = unclear ? `value not understood: "${valueLine.slice(0, 60)}"` : 'no value yet';
  const score = known === null ? 0 : clamp((known - baseline) / (target - baseline));
  return {
    score,
    reached: null,
    because:
      known === null
        ? `${missing}; from ${baseline}${behind} to ${target}${behind}`
        : `${known}${behind}, from ${baseline} to ${target}`,
    explained: {
      rule: 'metric from baseline to target',
      source: 'open-okr METHOD §3: progress follows the direction and is clamped',
      inputs: [
        { name: 'value', value: known === null ? `${missing}, so the baseline` : `${known}${behind}` },
        { name: 'baseline', value: `${baseline}${behind}` },
        { name: 'target', value: `${target}${behind}` },
      ],
      arithmetic:
        known === null
          ? `${unclear ? 'not understood' : 'no value'} = 0`
          : `(${known} − ${baseline}) ∕ (${target} − ${baseline}) = ${plain((known - baseline) / (target - baseline))}, between 0 and 1`,
    },
  };
}

/** A bound holds or does not; without a value it does not. */
function bound(
  { value, valueLine }: Pick<Facts, 'value' | 'valueLine'>,
  { target, unit, at_least }: Extract<Measure, { kind: 'metric' }>,
  counting: boolean,
): Progress {
  const behind = unit === undefined ? '' : ` ${unit}`;
  const known = counting && value.kind === 'number' ? value.value : null;
  const missing =
    counting && value.kind === 'unclear'
      ? `value not understood: "${valueLine.slice(0, 60)}"`
      : 'no value yet';
  const holds = known !== null && (at_least ? known >= target : known <= target);
  const asked = `${at_least ? 'at least' : 'at most'} ${target}${behind}`;
  return {
    score: holds ? 1 : 0,
    reached: null,
    because:
      known === null ? `${missing}; asked for is ${asked}` : `${known}${behind}, asked for is ${asked}`,
    explained: {
      rule: 'metric with a bound',
      source: 'Grove: a key result is met or it is not',
      inputs: [
        { name: 'value', value: known === null ? missing : `${known}${behind}` },
        { name: 'bound', value: asked },
      ],
      arithmetic:
        known === null
          ? 'no value = 0'
          : `${known} ${at_least ? '≥' : '≤'} ${target} is ${holds ? 'so = 1' : 'not so = 0'}`,
    },
  };
}
