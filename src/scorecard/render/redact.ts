import type { Explained, GroupCard, KeyResultCard, Remark, Scorecard } from '../scorecard.ts';
import { STANDING_WORDS } from './words.ts';

const NAME = 'confidential';

/**
 * Confidential key results without title, link, evidence, or anything that people wrote about them: for everything that
 * others can read.
 */
export function redact(card: Scorecard): Scorecard {
  const hide = (result: KeyResultCard): KeyResultCard =>
    result.confidential
      ? {
          ...result,
          key: NAME,
          title: nameOf(result.url),
          because: neutral(result),
          override: result.override && { ...result.override, reason: NAME },
          explained: { ...result.explained, inputs: [], arithmetic: neutral(result) },
          evidence: '',
          missedWeeks: [],
          waitsFor: [],
          events: [],
          url: null,
        }
      : result;
  // A derived key result names those it looks at.
  const secret = new Set(
    card.interns
      .flatMap((intern) => [...intern.objectives, ...intern.areas])
      .flatMap(({ keyResults }) => keyResults)
      .filter(({ confidential }) => confidential)
      .map(({ title }) => title),
  );
  const open = <E extends { explained: Explained }>(each: E): E => ({
    ...each,
    explained: {
      ...each.explained,
      inputs: each.explained.inputs.map((input) =>
        secret.has(input.name) ? { ...input, name: NAME } : input,
      ),
    },
  });
  const group = <G extends GroupCard>(each: G): G => ({
    ...open(each),
    keyResults: each.keyResults.map((result) => {
      const waitsFor = result.waitsFor.map((title) => (secret.has(title) ? NAME : title));
      return open(hide({ ...result, waitsFor }));
    }),
  });
  const untitled = <T extends { title: string; confidential: boolean }>(each: T): T =>
    each.confidential ? { ...each, title: 'a confidential key result' } : each;
  return {
    ...card,
    interns: card.interns.map((intern) => ({
      ...intern,
      objectives: intern.objectives.map(group),
      areas: intern.areas.map(group),
      remarks: quiet(intern.remarks),
      goalposts: intern.goalposts.map(untitled),
      readiness: intern.readiness && {
        ...intern.readiness,
        asked: intern.readiness.asked.map((each) => ({
          ...each,
          evidence: each.evidence.map((one) =>
            one.confidential ? { ...one, title: nameOf(one.url), text: '', url: null } : one,
          ),
        })),
      },
      changes: intern.changes && {
        ...intern.changes,
        closed: intern.changes.closed.map((title) =>
          secret.has(title) ? 'a confidential key result' : title,
        ),
      },
    })),
  };
}

/** By its number: GitLab shows the issue to those who may see it. */
function nameOf(url: string | null): string {
  const number = /\/(\d+)$/.exec(url ?? '')?.[1];
  return number === undefined ? NAME : `${NAME}, #${number}`;
}

/** Its state in words that no template, cohort or person wrote. */
function neutral({ standing, reached }: KeyResultCard): string {
  const state = STANDING_WORDS[standing];
  return reached === null ? state : `${state}, ${reached.count} of ${reached.of}`;
}

/** All that is said about confidential key results becomes one line. */
function quiet(remarks: Remark[]): Remark[] {
  const hidden = remarks.filter(({ confidential }) => confidential);
  const first = hidden[0];
  if (!first) return remarks;
  const about = new Set(hidden.map((each) => each.about)).size;
  const known = new Set(hidden.flatMap(({ url }) => /\/(\d+)$/.exec(url ?? '')?.[1] ?? []));
  const numbers = known.size === 0 ? '' : ` (${[...known].map((each) => `#${each}`).join(', ')})`;
  const one: Remark = {
    ...first,
    about: `${about === 1 ? 'A confidential key result' : `${about} confidential key results`}${numbers}`,
    message: about === 1 ? 'is worth a look.' : 'are worth a look.',
    remedy: 'kickoff report --show-confidential says why.',
    url: null,
  };
  return [...remarks.filter(({ confidential }) => !confidential), one];
}
