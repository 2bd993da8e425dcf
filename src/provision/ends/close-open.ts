/** How an issue is closed that nobody finished: by the end of a program, or because its intern left. */
import { readOutcome } from '../../issues/reported.ts';
import { readLines } from '../../issues/worksheet.ts';
import { LABEL } from '../../model/labels.ts';
import type { Key, LiveIssue } from '../../model/resource.ts';
import { archivedKey } from '../../record/keys.ts';
import { findBlock, printBlock, replaceBlock } from '../../record/managed-block.ts';
import type { Stage } from '../apply/apply.ts';
import type { Edit } from '../apply/rewrite.ts';

export type Closing = { what: string; label: boolean } | { left: string };

export const REOPENED = 'left, because a person opened it again';

/**
 * It was closed so once, on this day or later. Where it is open all the same, a person opened it again. What was closed before belongs to
 * an earlier end, which that person came back from.
 */
export function wasClosed({ description }: LiveIssue, issue: Key, from = ''): boolean {
  const block = findBlock(description, archivedKey(issue));
  return block !== undefined && (block.written.date ?? '9') >= from;
}

/**
 * What was counted stays counted; one that is done or not gets the label, or closing would make it done. Where a person wrote an
 * outcome that is understood, that counts, and where another outcome label stands, nobody knows what closing would mean.
 */
export function closing(done: boolean, { description, labels }: LiveIssue): Closing {
  const outcome = readOutcome(readLines(description).Outcome).kind;
  if (labels.includes(LABEL.wontDo) && outcome !== 'duplicate')
    return { what: `close as not done, as its label ${LABEL.wontDo} says`, label: false };
  if ((outcome === 'done' && done) || outcome === 'wont-do' || outcome === 'duplicate') {
    const said = { done: 'done', 'wont-do': 'not done', duplicate: 'a duplicate' }[outcome];
    return { what: `close as ${said}, as its Outcome line says`, label: false };
  }
  if (!done) return { what: 'close with what it has', label: false };
  const other = labels.find((name) => name.startsWith('outcome::') && name !== LABEL.wontDo);
  return other === undefined
    ? { what: 'close as not done', label: true }
    : { left: `left, because its label ${other} may say something else; close it by hand` };
}

/**
 * Nothing is sent for one that a person closed, or that was closed so before and opened again by a person. `why` is the sentence that
 * stands in the issue, as Markdown, for the day of the closure; what was closed before `from` does not count.
 */
export function closeIssue(
  issue: Key,
  done: boolean,
  today: () => string,
  why: (date: string) => string,
  from = '',
): Edit {
  return (fresh) => {
    if (fresh.kind !== 'issue') return null;
    const end = closing(done, fresh);
    if (fresh.state === 'closed' || wasClosed(fresh, issue, from) || 'left' in end) return null;
    const date = today();
    return {
      description: withBlock(fresh.description, archivedKey(issue), `_${why(date)}_`, date),
      close: true,
      ...(end.label ? { addLabels: [LABEL.wontDo] } : {}),
    };
  };
}

/** The description with words of ours at its end, or in the place of those of an earlier time. */
export function withBlock(description: string, key: Key, words: string, date: string): string {
  const block = printBlock(key, words, { date });
  const before = findBlock(description, key);
  return before ? replaceBlock(description, before, block) : `${description.trimEnd()}\n\n${block}`;
}

/** Something of ours whose time is over: `why` is Markdown. */
export interface Over {
  live: LiveIssue;
  key: Key;
  why: string;
}

/** Closed once; what a person opened again stays open. */
export const closeOver = ({ live, key, why }: Over, today: string): Stage['edits'] =>
  live.state === 'closed' || wasClosed(live, key)
    ? []
    : [
        {
          step: {
            action: 'close',
            kind: 'issue',
            key,
            name: live.title,
            details: ['its time is over'],
            url: live.url,
          },
          live,
          edit: closeIssue(
            key,
            false,
            () => today,
            () => why,
          ),
        },
      ];
