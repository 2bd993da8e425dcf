/** Who ended a program, read back from GitLab: an intern whose epic is closed. Pure. */
import { monthsOf } from '../calendar.ts';
import type { Placement } from '../placement.ts';
import { oneLine, piecesOf } from '../plain-text.ts';
import type { Alumnus } from '../program/directory-schema.ts';
import { holderOf } from '../scorecard/score.ts';
import type { Reading } from './reading.ts';

export interface Roll {
  alumni: Alumnus[];
  /** Names of interns whose epic is open or was not found. */
  underWay: string[];
}

export function alumniOf(placements: Placement[], { card, matched }: Reading): Roll {
  const roll: Roll = { alumni: [], underWay: [] };
  placements.forEach((placement, at) => {
    const { intern, mentor, span, program } = placement;
    if (holderOf(matched, placement)?.state !== 'closed') {
      roll.underWay.push(intern.name);
      return;
    }
    if (!intern.inAlumni) return;
    const own = card.interns[at];
    const writeUp = [...(own?.objectives ?? []), ...(own?.areas ?? [])]
      .flatMap(({ keyResults }) => keyResults)
      .find(({ key }) => key === program.write_up);
    // What is confidential, unfinished or without evidence is not shown to the world.
    const shown =
      writeUp && !writeUp.confidential && writeUp.standing === 'closed' && (writeUp.score ?? 0) > 0;
    const link = shown ? linkOf(writeUp.evidence) : null;
    roll.alumni.push({
      intern: intern.username,
      mentor,
      time: monthsOf(span),
      ...(intern.type === null ? {} : { type: intern.type }),
      ...(link ? { write_up: link } : {}),
    });
  });
  return roll;
}

/** The first link of an evidence line: `[Blog post](https://…)`, or an address with the words before it. */
function linkOf(evidence: string): Alumnus['write_up'] | null {
  const pieces = piecesOf(evidence);
  const at = pieces.findIndex(({ url }) => url !== null);
  const link = pieces[at];
  if (!link || link.url === null) return null;
  const words = link.text === link.url ? (pieces[at - 1]?.text ?? '') : link.text;
  return { title: titleOf(words.replace(/[\s:,–—(-]+$/, '')), url: link.url };
}

const titleOf = (text: string): string => {
  const plain = oneLine(text);
  return plain === '' ? 'Write-up' : [...plain].slice(0, 100).join('');
};
