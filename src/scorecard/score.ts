/**
 * The rules of scoring: a pure function of the placements, of what GitLab has, and of the server's date. Each rule
 * says where it comes from (scoring rules: Google's re:Work guide for means and counts, GitLab's own for closure).
 */
import { findFence } from '../fence.ts';
import { LABEL } from '../labels.ts';
import type { PlacedKeyResult, Placement } from '../placement.ts';
import type { LiveIssue } from '../resource.ts';
import type { Matched } from '../tracker.ts';
import { type Box, carriesName, readBoxes, readLines } from '../worksheet.ts';
import type { AreaCard, GroupCard, InternCard, KeyResultCard, Remark, Scorecard } from './scorecard.ts';

export interface ScoreInput {
  program: string;
  cohort: string;
  project: string;
  now: Date;
  today: string;
  placements: Placement[];
  matched: Matched;
  /** `YYYY-MM-DD` of the end of the sync's token, when it has one. */
  tokenExpiresAt: string | null;
}

export function score(input: ScoreInput): Scorecard {
  return {
    schemaVersion: 1,
    program: input.program,
    cohort: input.cohort,
    project: input.project,
    readAt: input.now.toISOString(),
    today: input.today,
    interns: input.placements.map((placement) => scoreIntern(placement, input)),
    notices: expiry(input),
  };
}

const DAY = 86_400_000;
const EXPIRY_WARNING_DAYS = 14;

/** From two weeks ahead; the words hold the date alone, so that they do not change from day to day. */
function expiry({ tokenExpiresAt, today }: ScoreInput): string[] {
  if (tokenExpiresAt === null) return [];
  const left = (Date.parse(`${tokenExpiresAt}T00:00:00Z`) - Date.parse(`${today}T00:00:00Z`)) / DAY;
  return left <= EXPIRY_WARNING_DAYS
    ? [`The token of the sync expires on ${tokenExpiresAt}; rotate it, or the scorecard stops.`]
    : [];
}

function scoreIntern(placement: Placement, { matched, today }: ScoreInput): InternCard {
  const { program } = placement;
  const remarks: Remark[] = [];
  const holder = matched.get(placement.epic);
  const issueOf = (result: PlacedKeyResult): LiveIssue | null => {
    const live = matched.get(result.issue);
    return live?.kind === 'issue' ? live : null;
  };
  const inHome = (kind: 'objective' | 'area', key: string): PlacedKeyResult[] =>
    placement.keyResults.filter(({ home }) => home.kind === kind && home.key === key);

  if (!holder) {
    remarks.push({
      about: placement.intern.name,
      message: 'is not provisioned yet; run provision.',
      confidential: false,
    });
  }
  // Areas first: derived key results look at them. A derived one inside an area would look at itself.
  const areas = program.areas.map((area): AreaCard => {
    const rotation = placement.rotations.find((each) => each.area === area.key);
    const keyResults = inHome('area', area.key).map((result) =>
      scoreKeyResult(result, issueOf(result), [], holder !== undefined, remarks),
    );
    return { ...group(area.key, area.title, 1, keyResults, program.unscored), span: rotation?.span ?? null };
  });
  const objectives = program.objectives.map((objective) =>
    group(
      objective.key,
      objective.title,
      objective.weight ?? 1,
      inHome('objective', objective.key).map((result) =>
        scoreKeyResult(result, issueOf(result), areas, holder !== undefined, remarks),
      ),
      program.unscored,
    ),
  );
  for (const area of areas) {
    if (holder && area.keyResults.length > 0 && area.score === null)
      remarks.push({ about: area.title, message: 'has no score yet.', confidential: false });
  }
  const all: { score: number | null; weight: number }[] =
    program.areas_score === 'own-objective'
      ? [...objectives, { score: mean(areas, 'leave-out'), weight: 1 }]
      : objectives;
  return {
    key: placement.intern.key,
    name: placement.intern.name,
    username: placement.intern.username,
    score: mean(all, 'leave-out'),
    objectives,
    areas,
    rotations: placement.rotations.map(({ key, title, span }) => ({
      key,
      title,
      span,
      when: today > span.end ? 'past' : today < span.start ? 'ahead' : 'now',
    })),
    remarks,
    url: holder?.kind === 'epic' || holder?.kind === 'issue' ? holder.url : null,
  };
}

function group(
  key: string,
  title: string,
  weight: number,
  keyResults: KeyResultCard[],
  unscored: 'leave-out' | 'zero',
): GroupCard {
  const counted = keyResults.filter((result) => result.standing !== 'skipped');
  return { key, title, weight, score: mean(counted, unscored), keyResults };
}

/** Σ weight·score ∕ Σ weight over what is scored (Doerr: averaging completion; re:Work: "sometimes weighted"). */
export function mean(
  parts: { score: number | null; weight: number }[],
  unscored: 'leave-out' | 'zero',
): number | null {
  const counted = parts.flatMap(({ score: value, weight }) =>
    value !== null ? [{ value, weight }] : unscored === 'zero' ? [{ value: 0, weight }] : [],
  );
  const total = counted.reduce((sum, { weight }) => sum + weight, 0);
  // Weights are positive by schema, so that an empty list is the only zero.
  if (counted.length === 0 || total === 0) return null;
  return counted.reduce((sum, { value, weight }) => sum + value * weight, 0) / total;
}

function scoreKeyResult(
  result: PlacedKeyResult,
  live: LiveIssue | null,
  areas: AreaCard[],
  holderExists: boolean,
  remarks: Remark[],
): KeyResultCard {
  const lines = live ? readLines(live.description) : null;
  const card: KeyResultCard = {
    key: result.key,
    title: result.title,
    measure: result.measure.kind,
    weight: result.weight,
    standing: 'open',
    score: null,
    reached: null,
    because: '',
    evidence: lines?.Evidence ?? '',
    confidential: result.confidential || (live?.confidential ?? false),
    url: live?.url ?? null,
  };
  const say = (message: string): number =>
    remarks.push({ about: result.title, message, confidential: card.confidential });
  if (result.skipped !== null) {
    say(`is left out by the cohort: ${result.skipped}`);
    return { ...card, standing: 'skipped', because: `left out: ${result.skipped}` };
  }
  if (!live) {
    if (holderExists) say('has no issue in GitLab; run provision.');
    return { ...card, standing: 'not-provisioned', because: 'not provisioned' };
  }
  if (live.moved) {
    say('was moved to another project and is not read there; it has no score.');
    return { ...card, standing: 'moved', because: 'moved to another project' };
  }
  const outcome = readOutcome(lines?.Outcome ?? '');
  const labelled = live.labels.includes(LABEL.wontDo);
  if (outcome === 'unclear') {
    say(
      `has an outcome that is not understood: "${shorten(lines?.Outcome ?? '')}". Write "done", or "won't do: reason".`,
    );
  }
  if (live.state === 'closed' && (labelled || outcome === 'wont-do')) {
    say(
      `was closed without being achieved${lines?.Outcome ? `: ${shorten(lines.Outcome)}` : ''}; it scores 0.`,
    );
    return { ...card, standing: 'wont-do', score: 0, because: "closed as won't do" };
  }
  if (live.state === 'opened' && (labelled || outcome === 'wont-do')) {
    say("says won't do, but its issue is open; it counts as open.");
  }
  const standing = live.state === 'closed' ? 'closed' : 'open';
  switch (result.measure.kind) {
    case 'done':
      return {
        ...card,
        standing,
        score: standing === 'closed' ? 1 : 0,
        because: standing === 'closed' ? 'closed' : 'open',
      };
    case 'count': {
      const of = result.boxes.length;
      const seeded = Number(findFence(live.description, result.issue)?.written.boxes ?? of);
      const ticked = countTicked(readBoxes(live.description, result.issue), result.boxes, seeded);
      // GitLab counts every rendered box; ours can only be some of them.
      if (ticked > live.tasks.completed) {
        say(`shows ${ticked} ticks where GitLab counts ${live.tasks.completed}; look at its check-list.`);
      }
      const count = Math.min(ticked, of);
      if (standing === 'closed' && count < of)
        say(`is closed at ${count} of ${of} ticked boxes; tick what is done, or say why not.`);
      return {
        ...card,
        standing,
        score: count / of,
        reached: { count, of },
        because: `${count} of ${of} boxes ticked`,
      };
    }
    case 'derived': {
      const { at_least, score: threshold } = result.measure;
      // An area that the cohort left out altogether cannot count against anyone.
      const looked = areas.filter(
        (area) => area.keyResults.some((each) => each.standing !== 'skipped') || area.keyResults.length === 0,
      );
      const count = looked.filter(
        (area) =>
          area.keyResults.filter((each) => each.score !== null && each.score >= threshold - 1e-9).length >=
          at_least,
      ).length;
      const of = looked.length;
      return {
        ...card,
        standing,
        score: of === 0 ? null : count / of,
        reached: { count, of },
        because: `${count} of ${of} areas have ${at_least === 1 ? 'a key result' : `${at_least} key results`} at ${threshold.toFixed(1)}`,
      };
    }
    case 'to-be-defined':
      say('is to be defined and has no score.');
      return { ...card, standing, because: 'to be defined' };
  }
}

const shorten = (text: string): string =>
  [...text].length > 80 ? `${[...text].slice(0, 79).join('')}…` : text;

/** Only what is understood counts; anything else is said, never guessed. */
export function readOutcome(line: string): 'none' | 'done' | 'wont-do' | 'unclear' {
  const text = line
    .trim()
    .replace(/[_*`"“”‘]+/g, '')
    .replaceAll('’', "'")
    .toLowerCase();
  if (text === '' || text === '-' || text === '–') return 'none';
  // Nothing may follow but a reason: "cancelled subscriptions are detected now" is an achievement.
  const reason = String.raw`(?=$|\s*[:;,.!–—(-]|\s+(?:because|since|as|by|due|for|in|after|until)\b)`;
  const wontDo = "won'?t[ -]?do|wont|will not (?:do|happen)|not going to happen|cancel(?:l?ed)?|dropped";
  if (new RegExp(`^(?:${wontDo})${reason}`).test(text)) return 'wont-do';
  if (new RegExp(`^(?:done|achieved|completed?|finished)${reason}`).test(text)) return 'done';
  return 'unclear';
}

/**
 * Ticks among the key result's own boxes: those that still carry their name, and as many others of the list, in order, as
 * were seeded beyond that (people write over names, and a target may have been higher once). Boxes that people added on
 * top of those do not count.
 */
function countTicked(boxes: Box[], names: string[], seeded: number): number {
  const rest = [...boxes];
  const own: Box[] = [];
  for (const name of names) {
    const at = rest.findIndex((box) => carriesName(box.text, name));
    const found = at < 0 ? undefined : rest.splice(at, 1)[0];
    if (found) own.push(found);
  }
  own.push(...rest.slice(0, Math.max(seeded, names.length) - own.length));
  return own.filter((box) => box.ticked).length;
}
