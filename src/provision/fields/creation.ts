/** A wanted thing as it is sent for the first time, and what came back compared with what was sent. */
import type { Described, Live, Wanted, WantedOf } from '../../model/resource.ts';
import type { Create, Patch } from '../../model/tracker.ts';
import { digest } from '../../record/digest.ts';
import { scorecardKey } from '../../record/keys.ts';
import { printBlock, type Written } from '../../record/managed-block.ts';
import type { Surroundings } from './field.ts';
import { fieldsOf, ownedBy } from './table.ts';

/** The marker's words when the thing is made. */
function firstWritten(each: Wanted, around: Surroundings): Written {
  const place = around.place(each.kind);
  const written: Written = place === null ? {} : { place };
  for (const field of ownedBy(each.kind, 'shared')) {
    const value = field.wanted(each, around);
    if (value !== null) written[field.marker] = digest(value);
  }
  for (const field of ownedBy(each.kind, 'add')) {
    if (field.marker !== null) written[field.marker] = field.wanted(each).join(',');
  }
  for (const field of fieldsOf(each.kind)) Object.assign(written, field.remember?.(each, around));
  return written;
}

/** The description of a new thing: the place of the scorecard, our block, what to read, and people's own part. */
export function firstDescription(each: WantedOf<Described['kind']>, around: Surroundings): string {
  const asParent = each.kind === 'milestone' ? null : each.asParent;
  const worksheet = each.kind === 'issue' ? each.worksheet : '';
  // What people write in a meeting's issue comes before what we tell.
  if (each.kind === 'issue' && each.role === 'ritual' && worksheet !== '')
    return [worksheet, printBlock(each.key, each.text, firstWritten(each, around))].join('\n\n');
  return [
    // The score is what most readers come for; people may put it elsewhere.
    ...(asParent ? [printBlock(scorecardKey(each.key), asParent.scorecardSeed)] : []),
    printBlock(each.key, each.text, firstWritten(each, around)),
    ...(asParent && asParent.reading !== '' ? [asParent.reading] : []),
    ...(worksheet === '' ? [] : [worksheet]),
  ].join('\n\n');
}

/** Everything that is sent to make it. */
export function creation(each: Wanted, around: Surroundings): Create {
  const fields: Patch = {};
  for (const field of fieldsOf(each.kind)) {
    if ('send' in field) Object.assign(fields, field.send(each, around));
  }
  // The table has an entry for each field, so that what the kind needs was sent by one of them.
  switch (each.kind) {
    case 'label':
      return { kind: 'label', home: around.labelsIn, name: each.name, ...fields } as Create;
    case 'board':
      return { kind: 'board', name: each.name };
    default:
      return { kind: each.kind, ...fields, description: firstDescription(each, around) } as Create;
  }
}

/** What GitLab dropped without saying (docs/gitlab.md#silent-drops), in words, and names of fields that it does not have. */
export function notTaken(
  each: Wanted,
  live: Live,
  around: Surroundings,
): { dropped: string[]; unknown: string[] } {
  const dropped: string[] = [];
  const unknown: string[] = [];
  for (const field of [...ownedBy(each.kind, 'shared'), ...ownedBy(each.kind, 'seed')]) {
    const wanted = field.wanted(each, around);
    if (wanted === null) continue;
    const there = field.live(live, around);
    if (there === undefined) {
      unknown.push(field.name);
      continue;
    }
    const lost =
      field.policy === 'seed' && field.lost
        ? field.lost(each, live, around)
        : (there ?? '') === wanted
          ? null
          : field.name;
    if (lost !== null) dropped.push(lost);
  }
  return { dropped, unknown };
}

/** What a person changed on a thing that we made, as the name of a field; null when every field is as we made it. */
export function changedField(each: Wanted, live: Described, around: Surroundings): string | null {
  for (const field of [...ownedBy(each.kind, 'shared'), ...ownedBy(each.kind, 'seed')]) {
    const wanted = field.wanted(each, around);
    if (field.isReference || wanted === null) continue;
    const isTheirs =
      field.policy === 'seed' && field.isTheirs
        ? field.isTheirs(each, live)
        : (field.live(live, around) ?? wanted) !== wanted;
    if (isTheirs) return field.name;
  }
  for (const field of ownedBy(each.kind, 'add')) {
    if (field.live(live).some((name) => !field.wanted(each).includes(name))) return field.name;
  }
  return null;
}
