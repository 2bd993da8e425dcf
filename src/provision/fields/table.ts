/** Who owns which field: one table. A field without an entry does not compile; docs/reference.md prints it. */
import type { Kind } from '../../model/resource.ts';
import { epicFields } from './epic.ts';
import type { Field, FieldsOf, Ownership } from './field.ts';
import { issueFields } from './issue.ts';
import { boardFields, labelFields, milestoneFields } from './others.ts';

export const FIELDS: { [K in Kind]: FieldsOf<K> } = {
  label: labelFields,
  milestone: milestoneFields,
  epic: epicFields,
  issue: issueFields,
  board: boardFields,
};

/**
 * Any field, for code that goes through all of them: it hands a field only things of its own kind, which methods with a wider
 * parameter let pass.
 */
export type AnyField = Field<Kind>;
type Owned<O extends Ownership> = Extract<AnyField, { policy: O }>;

/** The fields of a kind in the order in which they are shown. */
export const fieldsOf = (kind: Kind): AnyField[] => Object.values(FIELDS[kind]);

/** Those of a kind with a policy. */
export const ownedBy = <O extends Ownership>(kind: Kind, policy: O): Owned<O>[] =>
  fieldsOf(kind).filter((field): field is Owned<O> => field.policy === policy);

const MEANING: Record<Exclude<Ownership, 'name'>, string> = {
  ours: 'put back when it differs',
  shared: 'we follow the template while nobody touched the field; then it is theirs',
  managed: 'ours between the markers while nobody edits there; around them theirs',
  add: 'what the template gains is added; what people add or take off stays so',
  append: 'what the template gains is appended; nothing is rewritten',
  seed: 'written once, theirs from then on',
};

/** The table as Markdown, for docs/reference.md. */
export function ownershipTable(): string {
  const kinds = Object.keys(FIELDS) as Kind[];
  const rows = (Object.keys(MEANING) as (keyof typeof MEANING)[]).flatMap((policy) =>
    kinds.flatMap((kind) => {
      const names = fieldsOf(kind).flatMap((field) => (field.policy === policy ? [field.name] : []));
      return names.length === 0
        ? []
        : [`| ${kind}: ${names.join(', ')} | **${policy}**: ${MEANING[policy]} |`];
    }),
  );
  return ['| Field | Whose |', '|---|---|', ...rows].join('\n');
}
