/** Rituals of a cohort, as a plan like any other: what is due is made once, what is over is closed. */
import { addDays } from '../model/dates.ts';
import type { Emit } from '../model/events.ts';
import { LABEL } from '../model/labels.ts';
import type { LiveIssue, Wanted, WantedIssue } from '../model/resource.ts';
import type { Scope } from '../model/tracker.ts';
import { hourIn } from '../program/moment.ts';
import { label } from '../program/words.ts';
import { type Prepared, prepare } from '../provision/prepare.ts';
import { agendas } from '../rituals/agenda.ts';
import { checkins, type Week, weekOf } from '../rituals/checkin.ts';
import { digests } from '../rituals/digest.ts';
import { handovers } from '../rituals/handover.ts';
import type { Around, Found, Insight, Ritual, RitualKind } from '../rituals/ritual.ts';
import { redact } from '../scorecard/render/redact.ts';
import { titleText } from '../text/plain-text.ts';
import type { LoadedCohort } from './cohort.ts';
import { scopeOf } from './cohort.ts';
import type { GitLab } from './connect.ts';
import { scorecard } from './score.ts';

const RITUALS: Record<RitualKind, { find: (around: Around) => Found; tells: 'nothing' | 'scores' | 'week' }> =
  {
    agenda: { find: agendas, tells: 'week' },
    checkin: { find: checkins, tells: 'nothing' },
    digest: { find: digests, tells: 'scores' },
    handover: { find: handovers, tells: 'scores' },
  };

const NOTHING: Insight = { card: { interns: [] }, before: null, questions: [], mergeRequests: new Map() };

export interface PlannedRitual {
  rituals: Ritual[];
  /** Null when nothing is due. */
  prepared: Prepared | null;
}

/** Reads GitLab and says what would be made and closed. Sends no write. */
export async function planRitual(
  cohort: LoadedCohort,
  gitlab: GitLab,
  kind: RitualKind,
  { emit = () => {}, localTime = null }: { emit?: Emit; localTime?: (() => number) | null } = {},
): Promise<PlannedRitual> {
  emit({ kind: 'reading' });
  const scope = ritualScope(cohort);
  const { find, tells } = RITUALS[kind];
  const around = await aroundOf(cohort, gitlab, scope);
  const { due, closings } = find(around);
  if (due.length === 0 && closings.length === 0) return { rituals: [], prepared: null };
  const insight =
    due.length === 0 || tells === 'nothing' ? NOTHING : await insightOf(cohort, gitlab, scope, around, tells);
  const rituals = due.map((write) => write(insight));
  const prepared = await prepare(
    {
      program: cohort.program.title,
      // No key begins so: what earlier weeks left is not given up.
      cohortKey: `${kind} of ${cohort.cohort.cohort}`,
      scope,
      wanted: wantedOf(cohort, scope, kind, rituals),
      notes: [],
      creationsPerMinute: gitlab.creationsPerMinute,
      dayOf: cohort.dayOf,
      boards: [],
      interns: [],
      leavers: [],
      people: [],
      counted: [],
      lastDay: '',
      publicIsFine: cohort.cohort.gitlab.public_is_fine ?? false,
      onlyNew: true,
      over: closings,
      localTime,
    },
    gitlab.tracker,
    emit,
  );
  return { rituals, prepared };
}

/** Who answered this week's check-ins until today. */
export async function checkinReport(
  cohort: LoadedCohort,
  gitlab: GitLab,
): Promise<{ today: string; weeks: Week[] }> {
  const around = await aroundOf(cohort, gitlab, ritualScope(cohort));
  return { today: around.today, weeks: weekOf(around, around.today) };
}

/** Listed by a label of their own: neither provision nor sync sees them. */
const ritualScope = ({ cohort }: LoadedCohort): Scope => scopeOf(cohort.gitlab, LABEL.rituals(cohort.cohort));

async function aroundOf(cohort: LoadedCohort, gitlab: GitLab, scope: Scope): Promise<Around> {
  const world = await gitlab.tracker.read(scope, ['project', 'issues']);
  const today = cohort.dayOf(world.now);
  return {
    cohort: cohort.cohort,
    enrolments: cohort.enrolments.filter(({ left }) => left === null || left.on >= today),
    everybody: cohort.enrolments,
    free: cohort.free,
    words: cohort.render.words,
    today,
    hour: hourIn(cohort.cohort.time_zone, world.now),
    issues: world.issues,
  };
}

async function insightOf(
  cohort: LoadedCohort,
  gitlab: GitLab,
  scope: Scope,
  { today }: Around,
  tells: 'scores' | 'week',
): Promise<Insight> {
  const card = redact(await scorecard(cohort, gitlab));
  const questions = await gitlab.tracker.findIssues(scope, { label: LABEL.question });
  return {
    ...NOTHING,
    ...(tells === 'week' ? await weekBefore(cohort, gitlab, scope, today) : {}),
    card,
    questions: questions.filter(({ state }: LiveIssue) => state === 'opened'),
  };
}

/** The card of a week ago, and open merge requests. */
async function weekBefore(
  cohort: LoadedCohort,
  gitlab: GitLab,
  scope: Scope,
  today: string,
): Promise<Pick<Insight, 'before' | 'mergeRequests'>> {
  const first = cohort.cohort.first_day;
  const at = addDays(today, -7);
  const before = at < first ? null : redact(await scorecard(cohort, gitlab, { at }));
  const work = await gitlab.tracker.work(scope, {
    what: 'merge-requests',
    project: scope.project,
    label: null,
    state: 'opened',
    createdAfter: `${addDays(first, -1)}T00:00:00Z`,
  });
  const mergeRequests = new Map<string, { title: string; url: string }[]>();
  for (const { author, title, url } of work)
    mergeRequests.set(author.toLowerCase(), [
      ...(mergeRequests.get(author.toLowerCase()) ?? []),
      { title, url },
    ]);
  return { before, mergeRequests };
}

function wantedOf(
  { render: { words }, enrolments }: LoadedCohort,
  scope: Scope,
  kind: RitualKind,
  rituals: Ritual[],
): Wanted[] {
  const own = LABEL.ritual(kind);
  const about = words.say('label.rituals');
  // As provision makes them, word for word.
  const interns = enrolments
    .map(({ intern }) => intern)
    .filter(({ key }) => rituals.some(({ intern }) => intern === key));
  if (rituals.length === 0) return [];
  return [
    label(scope.cohortLabel, '#28272d', about),
    label(own, '#737278', about),
    ...interns.map(({ key, name }) =>
      label(LABEL.intern(key), '#0d5328', words.say('label.intern', { name })),
    ),
    ...rituals.map(
      (each): WantedIssue => ({
        kind: 'issue',
        key: each.key,
        role: 'ritual',
        title: titleText(each.title),
        text: each.text,
        worksheet: each.worksheet,
        boxes: [],
        labels: [scope.cohortLabel, own, ...(each.intern === null ? [] : [LABEL.intern(each.intern)])],
        milestone: null,
        epic: null,
        parent: null,
        asParent: null,
        dueDate: each.due,
        assignees: each.assignees,
        confidential: false,
      }),
    ),
  ];
}
