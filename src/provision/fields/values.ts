/** Fields that several kinds share: titles, dates, texts and labels. */

export const title = {
  policy: 'shared',
  name: 'title',
  marker: 'title',
  wanted: (each: { title: string }) => each.title,
  live: (live: { title: string }) => live.title,
  send: (each: { title: string }) => ({ title: each.title }),
} as const;

interface Span {
  startDate: string;
  dueDate: string;
}

export const startDate = {
  policy: 'shared',
  name: 'start date',
  marker: 'start',
  wanted: (each: Span) => each.startDate,
  live: (live: { startDate: string | null }) => live.startDate,
  send: (each: Span) => ({ startDate: each.startDate }),
  detail: (each: Span) => `${each.startDate} to ${each.dueDate}`,
} as const;

/** Null for what is due on no day. */
export const dueDate = {
  policy: 'shared',
  name: 'due date',
  marker: 'due',
  wanted: (each: { dueDate: string | null }) => each.dueDate,
  live: (live: { dueDate: string | null }) => live.dueDate,
  send: (each: { dueDate: string | null }) => (each.dueDate === null ? {} : { dueDate: each.dueDate }),
} as const;

export const text = {
  policy: 'managed',
  name: 'text',
  text: (each: { text: string }) => each.text,
} as const;

export const labels = {
  policy: 'add',
  name: 'labels',
  marker: 'labels',
  wanted: (each: { labels: string[] }) => each.labels,
  live: (live: { labels: string[] }) => live.labels,
  send: (each: { labels: string[] }) => ({ labels: each.labels }),
  gain: (names: string[]) => ({ addLabels: names }),
} as const;

const scopeOf = (label: string): string | null =>
  label.includes('::') ? label.slice(0, label.lastIndexOf('::')) : null;

/** People gave the place of a label in its scope to one that is none of ours. */
export const isReplaced = (name: string, there: string[], ours: ReadonlySet<string>): boolean =>
  there.some((other) => scopeOf(other) !== null && scopeOf(other) === scopeOf(name) && !ours.has(other));
