/** Fields of labels, milestones and boards. */
import type { FieldsOf } from './field.ts';
import { dueDate, startDate, text, title } from './values.ts';

export const labelFields: FieldsOf<'label'> = {
  name: { policy: 'name', name: 'name' },
  color: {
    policy: 'ours',
    name: 'color',
    wanted: ({ color }) => color.toLowerCase(),
    live: ({ color }) => color.toLowerCase(),
    send: ({ color }) => ({ color }),
    detail: ({ color }) => color,
  },
  // Programs that share a label each say it in their own words: the first one's stand.
  description: {
    policy: 'seed',
    name: 'description',
    wanted: ({ description }) => description,
    live: ({ description }) => description,
    send: ({ description }) => ({ description }),
    detail: ({ description }) => description,
  },
};

export const milestoneFields: FieldsOf<'milestone'> = {
  title,
  text,
  startDate,
  dueDate,
};

export const boardFields: FieldsOf<'board'> = {
  name: { policy: 'name', name: 'name' },
  lists: {
    policy: 'add',
    name: 'lists',
    marker: null,
    wanted: ({ lists }) => lists,
    live: ({ lists }) => lists.map(({ label }) => label),
    // One request for each list (fill-board.ts).
    send: () => ({}),
    gain: () => ({}),
    detail: ({ lists }) => `${lists.length} lists`,
  },
};
