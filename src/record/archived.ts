/** Milestones and epics remember in their marker that we closed them once: who opens one again has decided. */
import type { Key } from '../model/resource.ts';
import { findBlock, replaceMarker } from './managed-block.ts';

export const wasArchived = (description: string, key: Key): boolean =>
  findBlock(description, key)?.written.archived === '1';

/** The description that remembers it; the same where there is no marker to remember it in. */
export function asArchived(description: string, key: Key): string {
  const block = findBlock(description, key);
  return block ? replaceMarker(description, block, { ...block.written, archived: '1' }) : description;
}
