import type { FieldsOf } from './field.ts';
import { dueDate, labels, startDate, text, title } from './values.ts';

export const epicFields: FieldsOf<'epic'> = {
  title,
  text,
  startDate,
  dueDate,
  labels,
  asParent: {
    policy: 'append',
    name: 'scorecard block and index of issues',
    detail: ({ asParent }) => `${asParent.issues.length} issues`,
    remember: ({ asParent }) => ({ baseline: asParent.baseline }),
    // The index grows with the numbers of the issues, which only a run knows (parent-index.ts).
    grow: () => null,
  },
};
