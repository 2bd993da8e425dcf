/**
 * What one wanted thing would change on one live thing: pure, so that the plan shows it and the run computes it again
 * right after reading the thing anew. Each field follows its policy in the ownership table; the marker tells our writing from people's.
 */

import type { Live, Wanted } from '../../model/resource.ts';
import { digest } from '../../record/digest.ts';
import {
  findBlock,
  isEdited,
  type ManagedBlock,
  printBlock,
  replaceBlock,
  replaceMarker,
} from '../../record/managed-block.ts';
import type { Surroundings } from '../fields/field.ts';
import { missingOf } from '../fields/missing.ts';
import { type AnyField, fieldsOf } from '../fields/table.ts';
import { isReplaced } from '../fields/values.ts';
import type { Change, Draft } from './draft.ts';
import { holdDates } from './hold-dates.ts';

export const isNothing = (change: Change): boolean => change.changes.length === 0;

/** Stands in `kept` for everything. */
export const CLOSED = 'everything, because it is closed';

/** What changes on the live thing; the index of a parent aside. */
export function changeOf(each: Wanted, live: Live, around: Surroundings): Change {
  if (each.kind !== live.kind)
    throw new Error(`${each.key} is a ${each.kind}, but a ${live.kind} was found for it`);
  const description = 'state' in live ? live.description : '';
  const block = findBlock(description, each.key);
  const before = block?.written ?? {};
  const change: Change = { changes: [], patch: {}, kept: [] };
  const draft: Draft = { each, live, around, change, block, before, written: { ...before }, description };
  for (const field of fieldsOf(each.kind)) follow(field, draft);
  if (each.kind === 'label') return wholeLabel(each, change, live, around);
  if (!around.isConfirmed(each.key)) finish(draft);
  holdDates(draft);
  if ('state' in live && live.state === 'closed' && !isNothing(change))
    return { changes: [], patch: {}, kept: [CLOSED] };
  const current = findBlock(draft.description, each.key);
  if (current && !isNothing(change)) change.patch.description = renewed(current, draft);
  return change;
}

/** It was never seen whole: what did not arrive when it was made is set, though it looks as if people had taken it off. */
function finish({ each, live, around, change }: Draft): void {
  const { changes, patch } = missingOf(each, live, around);
  const known = new Set(change.changes.map(({ field }) => field));
  change.changes.push(...changes.filter(({ field }) => !known.has(field)));
  change.patch = { ...patch, ...change.patch };
  change.kept = change.kept.filter((kept) => !changes.some(({ field }) => kept.split(' (')[0] === field));
}

function follow(field: AnyField, draft: Draft): void {
  const { each, live, around, change } = draft;
  switch (field.policy) {
    case 'name':
      return;
    case 'ours': {
      const [from, to] = [field.live(live, around), field.wanted(each, around)];
      if (from === to || to === null || from === undefined) return;
      change.changes.push({ field: field.name, from: from ?? '', to });
      Object.assign(change.patch, field.send(each, around));
      return;
    }
    case 'shared':
      followShared(field, draft);
      return;
    case 'managed':
      followText(field.text(each), draft);
      return;
    case 'add':
      followAdded(field, draft);
      return;
    case 'append': {
      if (!draft.block) return;
      const grown = field.grow(each, draft.description, draft.written);
      if (!grown) return;
      change.changes.push({ field: field.name, from: grown.from, to: grown.to });
      draft.description = grown.description;
      draft.written = grown.written;
      return;
    }
    case 'seed': {
      const late = draft.block && field.later?.(each, live, around, draft.written);
      if (!late) return;
      change.changes.push({ field: late.field, from: late.from, to: late.to });
      Object.assign(change.patch, late.patch);
      draft.written = late.written;
      return;
    }
  }
}

/** Follows the template where nobody touched the field since we last wrote it. */
function followShared(field: Extract<AnyField, { policy: 'shared' }>, draft: Draft): void {
  const { each, live, around, change, before, written } = draft;
  const wanted = field.wanted(each, around);
  const there = field.live(live, around);
  if (wanted === null || there === undefined) return;
  const base = before[field.marker];
  if ((there ?? '') === wanted) {
    written[field.marker] = digest(wanted);
  } else if (base !== undefined && base === digest(there)) {
    const shown = field.shown?.(live, each, around) ?? { from: there ?? '', to: wanted };
    change.changes.push({ field: field.name, ...shown });
    Object.assign(change.patch, field.send(each, around));
    written[field.marker] = digest(wanted);
  } else {
    change.kept.push(field.name);
  }
}

/** The text between the markers; a block that a person removed or edited stays as it is. */
function followText(text: string, { change, block }: Draft): void {
  if (!block) change.kept.push('text (the markers are gone)');
  else if (digest(block.text) === digest(text)) return;
  else if (isEdited(block)) change.kept.push('text');
  else {
    change.changes.push({ field: 'text', from: 'as last written', to: 'as the template says now' });
    change.text = { from: block.text, to: text };
  }
}

/**
 * What the template gained since we last wrote is added. What a person took off stays off, and a label whose place in its scope a
 * person gave to another stays away. Where nothing is remembered, all that is missing was gained.
 */
function followAdded(
  field: Extract<AnyField, { policy: 'add' }>,
  { each, live, change, before, written }: Draft,
): void {
  const [wanted, there] = [field.wanted(each), field.live(live)];
  const missing = wanted.filter((name) => !there.includes(name));
  const known = field.marker === null ? [] : before[field.marker]?.split(',');
  const ours = new Set([...(known ?? []), ...wanted]);
  const gained = missing.filter((name) => known && !known.includes(name) && !isReplaced(name, there, ours));
  const left = missing.filter((name) => !gained.includes(name));
  if (gained.length > 0) {
    change.changes.push({ field: field.name, from: '', to: `+ ${gained.join(', ')}` });
    Object.assign(change.patch, field.gain(gained));
  }
  if (left.length > 0) change.kept.push(`${field.name} (without ${left.join(', ')})`);
  if (field.marker !== null && known) written[field.marker] = wanted.join(',');
}

/**
 * A label that agrees with ours in neither colour nor words is somebody else's of the same name, and one that comes from elsewhere in
 * the hierarchy is not ours to change. Other words alone are another program's, or a person's: they are told and left.
 */
function wholeLabel(each: Wanted, change: Change, live: Live, { labelsIn }: Surroundings): Change {
  if (each.kind !== 'label' || live.kind !== 'label') return change;
  const isTold = each.description === live.description;
  if (isNothing(change)) return isTold ? change : { ...change, kept: ['description'] };
  return live.home !== labelsIn || !isTold
    ? { changes: [], patch: {}, kept: ['colour and description'] }
    : change;
}

/** The description with the new marker, and with the new text where it may be replaced. */
export function renewed(block: ManagedBlock, { each, around, change, written, description }: Draft): string {
  const { text: _digest, v: _version, ...rest } = written;
  // What says no place yet learns it with the next write.
  const place = written.place ?? around.place(each.kind);
  const words = place === null ? rest : { ...rest, place };
  return change.text
    ? replaceBlock(description, block, printBlock(block.key, change.text.to, words))
    : replaceMarker(description, block, { text: block.written.text ?? '', ...words });
}

/** What the plan says of a new thing. */
export const detailsOf = (each: Wanted, around: Surroundings): string[] =>
  fieldsOf(each.kind).flatMap((field) => field.detail?.(each, around) || []);
