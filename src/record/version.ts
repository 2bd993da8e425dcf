/**
 * The version of what we leave in GitLab. A marker without one was written by 0.1.0. What is older is read, and moved to the new
 * form by the next write that has another reason; what is newer is left alone.
 */
import { KickoffError } from '../model/errors.ts';
import type { Key } from '../model/resource.ts';
import { blocksOf, VERSION } from './managed-block.ts';

/** A newer kickoff wrote one of the blocks with these keys: what its markers say is not for us to read, and less to renew. */
export const isNewer = (description: string, keys: readonly Key[]): boolean =>
  versionOf(description, keys) > VERSION;

/** The highest version among the blocks with these keys; 1 when there is none. A version that is no number is newer than any. */
function versionOf(description: string, keys: readonly Key[]): number {
  return blocksOf(description)
    .filter(({ key }) => keys.includes(key))
    .reduce((highest, { written }) => Math.max(highest, numberOf(written.v)), 1);
}

const numberOf = (text: string | undefined): number =>
  text === undefined ? 1 : /^\d{1,9}$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;

/** The one error for everything that a newer kickoff wrote; nothing is done to any of it. */
export function refuseNewer(newer: { title: string; url: string }[]): void {
  const [first] = newer;
  if (!first) return;
  const more = newer.length > 1 ? ` and ${newer.length - 1} more` : '';
  throw new KickoffError(
    'refused',
    `"${first.title}" (${first.url})${more} was written by a newer kickoff, whose markers this one does not know.`,
    { undone: 'Nothing was changed.', hint: 'Update kickoff, here and in the pipeline that syncs.' },
  );
}
