/** What a resolved duplicate says of itself. The key stays readable, but is no marker any more. */
import type { Key } from '../model/resource.ts';
import { commentsOf, printComment } from './comments.ts';

/** The whole description of a duplicate that is resolved; `url` is the address of the one that counts. */
export function resolvedText(key: Key, url: string): string {
  return `${printComment('duplicate', [key])}\nMade twice by two runs at the same moment. The other one counts: ${url}`;
}

/** The key of a resolved duplicate, else undefined. */
export const resolvedKeyOf = (description: string): Key | undefined =>
  commentsOf(description).find(({ word, args }) => word === 'duplicate' && args.length === 1)?.args[0];
