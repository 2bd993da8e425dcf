/** Who ended a program, read back from GitLab: an intern whose epic is closed. Pure. */

import { monthsOf } from '../model/dates.ts';
import type { Alumnus } from '../program/directory-schema.ts';
import type { Enrolment } from '../program/enrolment.ts';
import { parentOf } from '../scorecard/rules/input.ts';
import { oneLine, piecesOf } from '../text/plain-text.ts';
import type { Reading } from './reading.ts';

export interface Roll {
  alumni: Alumnus[];
  /** Names of interns whose epic is open, or of whom GitLab has nothing yet. */
  underWay: string[];
  /** Names of interns whose key results are there and whose epic is not: it cannot be said whether they ended. */
  unseen: string[];
}

export function alumniOf(enrolments: Enrolment[], { card, matched }: Reading): Roll {
  const roll: Roll = { alumni: [], underWay: [], unseen: [] };
  enrolments.forEach((enrolment, at) => {
    const { intern, mentor, span, program } = enrolment;
    const parent = parentOf(matched, enrolment);
    if (parent?.state !== 'closed') {
      const known = enrolment.keyResults.some(({ issue }) => matched.has(issue));
      (parent || !known ? roll.underWay : roll.unseen).push(intern.name);
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

/** The first link of an evidence line: `[Blog post](https://…)`, or a bare address. */
function linkOf(evidence: string): Alumnus['write_up'] | null {
  const pieces = piecesOf(evidence);
  const at = pieces.findIndex(({ url }) => url !== null);
  const link = pieces[at];
  if (!link || link.url === null) return null;
  const url = publicAddress(link.url);
  // Words beside a bare address are not meant for everybody.
  return url === null ? null : { title: titleOf(link.text === link.url ? '' : link.text), url };
}

/** An address that may stand where everybody reads it: without user, password, or anything that lets in who has it. */
function publicAddress(address: string): string | null {
  if (!URL.canParse(address)) return null;
  const { username, password, searchParams, hash } = new URL(address);
  const lets =
    /^(?:sig|key|code|jwt|pwd)$|token|secret|passw|auth|signature|credential|api_?key|access_?key/i;
  const secret = [...searchParams.keys()].some((name) => lets.test(name)) || hash.includes('=');
  return username !== '' || password !== '' || secret ? null : address;
}

const titleOf = (text: string): string => {
  const plain = oneLine(text);
  return plain === '' ? 'Write-up' : [...plain].slice(0, 100).join('');
};
