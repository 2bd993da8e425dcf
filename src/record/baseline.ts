/**
 * What was agreed at kickoff: targets and weights, kept in the epic's marker when it is made and never rewritten, so that
 * goalposts which move later can be listed.
 *
 *     triage-reports/5,coffee-chats*2/10,blog-post,#network*3
 *
 * A key result is `KEY*WEIGHT/GOAL`; a weight of 1 and an empty goal are left out. An objective is `#KEY*WEIGHT`.
 */

export interface Agreed {
  weight: number;
  /** For example `10` for a count, `40~10` for a metric, `?` for what was still to be defined. */
  goal: string;
}

export function printBaseline(all: ReadonlyMap<string, Agreed>): string {
  return [...all]
    .map(
      ([name, { weight, goal }]) =>
        `${name}${weight === 1 ? '' : `*${weight}`}${goal === '' ? '' : `/${goal}`}`,
    )
    .join(',');
}

/** What a marker says; what cannot be read is left out. */
export function readBaseline(text: string): Map<string, Agreed> {
  return new Map(
    text.split(',').flatMap((part) => {
      const [, name, weight, goal] = /^(#?[a-z0-9-]+)(?:\*([\d.e+-]+))?(?:\/(.+))?$/.exec(part) ?? [];
      const number = Number(weight ?? 1);
      return name === undefined || !Number.isFinite(number)
        ? []
        : [[name, { weight: number, goal: goal ?? '' }] as const];
    }),
  );
}
