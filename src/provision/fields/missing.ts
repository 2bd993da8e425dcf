/**
 * What was wanted when a thing was made and did not arrive: GitLab makes an issue and links it in more than one transaction
 * (docs/gitlab.md#issues). Only what is empty is missing; what people put in its place is theirs.
 */
import type { FieldChange } from '../../model/plan.ts';
import type { Live, Wanted } from '../../model/resource.ts';
import type { Patch } from '../../model/tracker.ts';
import type { Surroundings } from './field.ts';
import { fieldsOf } from './table.ts';
import { isReplaced } from './values.ts';

export interface Missing {
  changes: FieldChange[];
  patch: Patch;
}

export function missingOf(each: Wanted, live: Live, around: Surroundings): Missing {
  const missing: Missing = { changes: [], patch: {} };
  const note = (field: string, to: string, patch: Patch): void => {
    if (Object.keys(patch).length === 0) return;
    missing.changes.push({ field, from: '', to });
    Object.assign(missing.patch, patch);
  };
  for (const field of fieldsOf(each.kind)) {
    if (field.policy === 'add') {
      const there = field.live(live);
      const ours = new Set(field.wanted(each));
      const absent = [...ours].filter((name) => !there.includes(name) && !isReplaced(name, there, ours));
      if (absent.length > 0) note(field.name, `+ ${absent.join(', ')}`, field.gain(absent));
    } else if (field.policy === 'shared' || field.policy === 'seed') {
      const wanted = field.wanted(each, around);
      if (wanted === null || wanted === '') continue;
      const there = field.live(live, around);
      if (there === null || there === '' || (wanted === 'true' && there === 'false'))
        note(field.name, field.shown?.(live, each, around).to ?? wanted, field.send(each, around));
    }
  }
  return missing;
}
