/** Keys from titles: readable where the script allows, stable and unique in any case. */

import { createHash } from 'node:crypto';
import { slugOf } from '../program/setting.ts';

const LONGEST = 40;
/** Words that say nothing about which key result it is. */
const IDLE =
  /^(?:a|an|the|of|in|on|to|for|with|and|or|at|least|one|intern|interns|is|are|be|their|his|her|our)$/;

/** `Intern completes 10 coffee chats` → `completes-10-coffee-chats`; what no key can be made of gets one from its digest. */
export function keyOf(title: string, prefix: string, taken: Set<string>): string {
  // The s of a genitive is no word.
  const words = slugOf(title.replace(/(?<=\p{L})['’]s\b/gu, ''))
    .split('-')
    .filter((word) => word !== '' && !IDLE.test(word));
  const kept: string[] = [];
  for (const word of words) {
    if ([...kept, word].join('-').length > LONGEST - 3) break;
    kept.push(word);
  }
  const own = kept.join('-');
  const base = own === '' ? `${prefix}-${createHash('sha256').update(title).digest('hex').slice(0, 6)}` : own;
  let key = base;
  for (let number = 2; taken.has(key); number += 1) key = `${base}-${number}`;
  taken.add(key);
  return key;
}

/** The title, numbered where it is taken; it is taken from then on. */
export function unique(title: string, taken: Set<string>): string {
  let found = title;
  for (let number = 2; taken.has(found); number += 1) found = `${title} (${number})`;
  taken.add(found);
  return found;
}
