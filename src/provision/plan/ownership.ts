/**
 * Who owns which field, in one table. A field without a policy does not compile; the README prints the table.
 *
 * - `name`: how the thing is known; never changed
 * - `ours`: put back when it differs
 * - `shared`: we follow the template while nobody touched the field since we last wrote it; then it is theirs
 * - `managed`: ours between the markers while nobody edits there, theirs around them
 * - `seed`: written once, theirs from then on
 * - `append`: seeded; what the template gains later is appended, nothing is rewritten
 * - `add`: ours are added when the template gains them; what people add stays, what people take off stays off
 */
import type { Kind, WantedOf } from '../../model/resource.ts';

export type Ownership = 'name' | 'ours' | 'shared' | 'managed' | 'seed' | 'append' | 'add';

type Fields<K extends Kind> = Exclude<keyof WantedOf<K>, 'kind' | 'key' | 'role'>;

export const POLICY = {
  label: { name: 'name', color: 'ours', description: 'ours' },
  milestone: { title: 'shared', text: 'managed', startDate: 'shared', dueDate: 'shared' },
  epic: {
    title: 'shared',
    text: 'managed',
    asParent: 'append',
    labels: 'add',
    startDate: 'shared',
    dueDate: 'shared',
  },
  issue: {
    title: 'shared',
    text: 'managed',
    worksheet: 'seed',
    boxes: 'append',
    labels: 'add',
    milestone: 'shared',
    epic: 'seed',
    parent: 'name',
    asParent: 'append',
    dueDate: 'shared',
    assignees: 'seed',
    confidential: 'seed',
  },
  board: { name: 'name', lists: 'add' },
} as const satisfies { [K in Kind]: Record<Fields<K>, Ownership> };
