/** Keys of blocks that stand beside a resource's own in the same description. No other key of ours holds a `#` there. */
import type { Key } from '../model/resource.ts';

/** The scorecard in an epic, or in the tracking issue in its place. */
export const scorecardKey = (parent: Key): Key => `${parent}#scorecard`;

/** The visible list of issues in a tracking issue. */
export const issuesKey = (parent: Key): Key => `${parent}#issues`;

/** Words in a derived key result that we closed. */
export const closedKey = (issue: Key): Key => `${issue}#closed`;

/** Words in an issue that the end of the program closed. */
export const archivedKey = (issue: Key): Key => `${issue}#archived`;

/** Words in a check-list whose intern left. */
export const handedKey = (issue: Key): Key => `${issue}#handed`;

/** The resource that a block belongs to. */
export const ownerOf = (key: Key): Key => key.replace(/#(?:scorecard|issues|closed|archived|handed)$/, '');
