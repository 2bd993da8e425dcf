/**
 * What the target role asks for beside what there is to show. Key results that are achieved and closed are evidence; what no
 * key result is about is a gap. Years and traits are listed and never counted, and there is no percentage of a person.
 */
import type { Enrolment } from '../../program/enrolment.ts';
import { askedFor } from '../../program/role-schema.ts';
import type { KeyResultCard, Readiness } from '../scorecard.ts';
import { isAchieved } from './verdict.ts';

export function readinessOf({ target, keyResults }: Enrolment, cards: KeyResultCard[]): Readiness | null {
  if (target === null) return null;
  const { role, level } = target;
  const byKey = new Map(cards.map((card) => [card.key, card]));
  return {
    role: role.title,
    level: level.title,
    next: role.ladder.filter(({ from }) => from === level.title).map(({ to }) => to),
    asked: askedFor(role, level).map(({ key, text, kind }) => {
      const evidence = keyResults
        .filter(({ shows }) => shows.includes(key))
        .flatMap((result) => {
          const card = byKey.get(result.key);
          if (!card || card.standing === 'skipped') return [];
          return [
            {
              title: card.title,
              text: card.evidence,
              url: card.url,
              achieved: card.closedOn !== null && isAchieved(card),
              confidential: card.confidential,
            },
          ];
        });
      const state = evidence.some(({ achieved }) => achieved)
        ? ('shown' as const)
        : evidence.length > 0
          ? ('under way' as const)
          : ('nothing yet' as const);
      return { key, text, kind, state, evidence };
    }),
  };
}

/** Kinds that are counted, and those that are only listed. */
export const COUNTED = ['skill', 'duty'] as const;
export const LISTED = ['trait', 'years'] as const;

/** `3 of 12 skills shown` for the kinds that are counted. */
export function countsOf({ asked }: Readiness): { kind: 'skill' | 'duty'; shown: number; of: number }[] {
  return COUNTED.map((kind) => {
    const all = asked.filter((each) => each.kind === kind);
    return { kind, shown: all.filter(({ state }) => state === 'shown').length, of: all.length };
  });
}
