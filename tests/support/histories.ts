/**
 * People who act between our requests, and a witness who looks at each of our writes: what was there before, what is
 * there after, and whose it was.
 */

import { readFileSync } from 'node:fs';
import { digest } from '../../src/record/digest.ts';
import { blocksOf } from '../../src/record/managed-block.ts';
import type { Epic, Issue, Milestone, State } from '../../src/sandbox/state.ts';
import { random } from './race.ts';
import { EXAMPLE, file, GROUP, PROJECT, type Stage, stage } from './stage.ts';

type Thing =
  | { kind: 'issues'; it: Issue }
  | { kind: 'epics'; it: Epic }
  | { kind: 'milestones'; it: Milestone };

const example = readFileSync(EXAMPLE, 'utf8');
/** What a manager may change between two runs. */
export const COHORTS = [
  example,
  `${example}\noverrides:\n  - { key_result: blog-post, retitle: Publish two posts }\n`,
  `${example}\noverrides:\n  - { key_result: detection-rules, count: 7 }\n  - { key_result: coffee-chats, count: 12 }\n`,
  `${example}\noverrides:\n  - { key_result: automation-project, define: { title: Automate a thing, measure: { kind: count, target: 2 } } }\n`,
  `${example}\noverrides:\n  - { key_result: sales-call, skip: No calls }\n  - { add: { area: red-team, key: report, title: Write a report, measure: { kind: done } } }\n`,
  example.replace('2027-03-01', '2027-03-08'),
  example.replace('title: Spring 2027', 'title: The spring of 2027').replace('hana.sato', 'noor.haddad'),
].map((text) => file('cohort.yaml', text));

/** The text without anything of ours: what must stay, byte for byte. */
function around(text: string): string {
  let rest = text;
  for (const block of blocksOf(text).reverse()) rest = rest.slice(0, block.start) + rest.slice(block.end);
  return rest.replace(/\n*<!--\s*kickoff:index[^>]*-->/g, '');
}

/** Nothing of `before` is gone or changed in `after`; what is new are boxes, their markers, and blank lines. */
function onlyAppended(before: string, after: string): boolean {
  const wanted = before.split('\n');
  let at = 0;
  for (const line of after.split('\n')) {
    if (line === wanted[at]) at += 1;
    else if (!/^(- \[ \] .*|<!-- kickoff:boxes.*-->|)$/.test(line)) return false;
  }
  // GitLab strips white space at the end of a text.
  return wanted.slice(at).join('').trim() === '';
}

export class Witness {
  readonly complaints: string[] = [];
  /** Fields that a person set last, by thing. */
  private readonly theirs = new Map<string, Set<string>>();

  private owned(thing: Thing): Set<string> {
    const id = `${thing.kind} ${thing.it.id}`;
    const found = this.theirs.get(id) ?? new Set<string>();
    this.theirs.set(id, found);
    return found;
  }

  person(thing: Thing, before: Thing['it']): void {
    for (const field of ['title', 'due_date', 'start_date', 'milestone_id'] as const) {
      if (Reflect.get(before, field) !== Reflect.get(thing.it, field)) this.owned(thing).add(field);
    }
  }

  robot(thing: Thing, before: Thing['it']): void {
    const { it } = thing;
    const say = (what: string): number => this.complaints.push(`${thing.kind} "${before.title}": ${what}`);
    const text = { before: before.description ?? '', after: it.description ?? '' };
    if (!onlyAppended(around(text.before).trimEnd(), around(text.after)))
      say(`text around the markers changed: ${JSON.stringify([text.before, text.after])}`);
    for (const block of blocksOf(text.before)) {
      if (block.text === '' || block.written.text === digest(block.text)) continue;
      // Somewhere: a person may have pasted our text twice.
      if (!text.after.includes(text.before.slice(block.textStart, block.end)))
        say('an edit inside the markers was lost');
    }
    const ticks = (all: string): string[] => all.match(/^.*\[[xX]\].*$/gm) ?? [];
    if (ticks(text.before).some((line) => !text.after.includes(line))) say('a tick was lost');
    if (before.state !== it.state) say(`it went from ${before.state} to ${it.state}`);
    if (
      before.state === 'closed' &&
      JSON.stringify(before) !== JSON.stringify({ ...it, updated_at: before.updated_at })
    )
      say('it is closed and was written');
    for (const field of ['title', 'due_date', 'start_date', 'milestone_id'] as const) {
      if (Reflect.get(before, field) !== Reflect.get(it, field) && this.owned(thing).has(field))
        say(`${field} of a person was overwritten`);
    }
    if ('labels' in before && 'labels' in it && before.labels.some((label) => !it.labels.includes(label)))
      say('a label was taken off');
    if (
      'assignee_ids' in before &&
      'assignee_ids' in it &&
      before.assignee_ids.some((id) => !it.assignee_ids.includes(id))
    )
      say('somebody was unassigned');
    if (
      before.title !== '' &&
      'confidential' in before &&
      'confidential' in it &&
      before.confidential !== it.confidential
    )
      say('confidentiality changed');
  }
}

type Act = (thing: Thing, draw: () => number) => object | null;

const inText =
  (change: (text: string, draw: () => number) => string): Act =>
  ({ it }, draw) => {
    const text = it.description ?? '';
    const changed = change(text, draw);
    return changed === text ? null : { description: changed };
  };

const pick = <T>(all: readonly T[], draw: () => number): T => {
  const found = all[Math.floor(draw() * all.length)];
  if (found === undefined) throw new Error('nothing to pick from');
  return found;
};

/** What people do, in web page, rich-text editor and on the board. */
const ACTS: Record<string, Act> = {
  'tick a box': inText((text) => text.replace('- [ ]', '- [x]')),
  'untick a box': inText((text) => text.replace('- [x]', '- [ ]')),
  'note evidence': inText((text, draw) =>
    text.replace(/^- Evidence:.*$/m, `- Evidence: https://example.test/${Math.floor(draw() * 99)}`),
  ),
  'write above': inText((text, draw) => `Note ${Math.floor(draw() * 99)}.\n\n${text}`),
  'write below': inText((text, draw) => `${text}\n\nMore ${Math.floor(draw() * 99)}.  \nwith two spaces`),
  'add a box of their own': inText((text) => `${text}\n\n- [x] bring cake`),
  'edit inside the markers': inText((text) =>
    text.replace(/\| When \|/, '| When exactly |').replace('### Scorecard', '### Our scorecard'),
  ),
  'remove the first marker': inText((text) => text.replace(/<!-- kickoff:begin.*?-->/, '')),
  'remove the last marker': inText((text) => text.replace('<!-- kickoff:end -->', '')),
  'remove all of ours': inText((text) => around(text)),
  'delete a box': inText((text) => text.replace(/^- \[ \] .*\n/m, '')),
  'let the editor trim comments': inText((text) => text.replace(/<!-- (.*?) -->/g, '<!--$1-->')),
  'let the editor rewrite Markdown': inText((text) => text.replace(/^- /gm, '* ').replaceAll('\n', '\r\n')),
  'paste the text of another': inText(
    (text) =>
      `${text}\n\n<!-- kickoff:begin spring-2027/robin-ito/kr/blog-post text=0 -->\npasted\n<!-- kickoff:end -->`,
  ),
  'empty it': inText(() => 'emptied'),
  'rename it': ({ it }, draw) => ({ title: `${it.title.slice(0, 60)} ${Math.floor(draw() * 99)}` }),
  'move the due date': ({ kind }, draw) => {
    const day = `2027-06-${String(10 + Math.floor(draw() * 15))}`;
    return kind === 'epics' ? { due_date_fixed: day } : { due_date: day };
  },
  'close it': ({ kind }) => ({ state_event: 'close', ...(kind === 'milestones' ? {} : {}) }),
  'reopen it': ({ kind, it }) =>
    it.state === 'closed' ? { state_event: kind === 'milestones' ? 'activate' : 'reopen' } : null,
  'label it': ({ kind }) => (kind === 'milestones' ? null : { add_labels: 'key-result' }),
  'take a label off': ({ kind, it }, draw) =>
    kind === 'milestones' || !('labels' in it) || it.labels.length === 0
      ? null
      : { remove_labels: pick(it.labels, draw) },
  'assign somebody': ({ kind }, draw) =>
    kind === 'issues' ? { assignee_ids: [21 + Math.floor(draw() * 12)] } : null,
  'unassign all': ({ kind }) => (kind === 'issues' ? { assignee_ids: [] } : null),
  'take it out of its milestone': ({ kind }) => (kind === 'issues' ? { milestone_id: 0 } : null),
  'take it out of the epic': ({ kind }) => (kind === 'issues' ? { epic_id: 0 } : null),
  'make it confidential': ({ kind, it }) =>
    kind === 'issues' && 'confidential' in it ? { confidential: !it.confidential } : null,
};

function things(state: State, draw: () => number): Thing {
  const chance = draw();
  if (chance < 0.1) return { kind: 'epics', it: pick(state.epics, draw) };
  if (chance < 0.2) return { kind: 'milestones', it: pick(state.milestones, draw) };
  return { kind: 'issues', it: pick(state.issues, draw) };
}

const pathOf = ({ kind, it }: Thing): string =>
  kind === 'epics'
    ? `${GROUP}/epics/${it.iid}`
    : `${PROJECT}/${kind}/${kind === 'milestones' ? it.id : it.iid}`;

/** One history from a provisioned state on; gives the complaints and what happened, for a replay. */
export async function live(
  provisioned: State,
  seed: number,
): Promise<{ complaints: string[]; acts: string[]; writes: number }> {
  const draw = random(seed);
  const world: Stage = stage({ state: structuredClone(provisioned) });
  const { sandbox } = world;
  const witness = new Witness();
  const acts: string[] = [];
  let writes = 0;
  /** Read by us a moment ago and not yet written: the window that the README states. */
  const inWindow = new Set<string>();
  /** Acts under way: we read before or after one, never while GitLab saves it. */
  const underWay = new Map<string, Promise<unknown>>();

  const personActs = async (): Promise<void> => {
    const thing = things(sandbox.state, draw);
    const [name, act] = pick(Object.entries(ACTS), draw);
    if (inWindow.has(pathOf(thing))) return;
    const body = act(thing, draw);
    if (!body) return;
    const before = structuredClone(thing.it);
    try {
      const act = world.as('maya.torres', 'PUT', pathOf(thing), body);
      underWay.set(
        pathOf(thing),
        act.catch(() => {}),
      );
      await act;
    } catch {
      return;
    }
    acts.push(`${name}: ${before.title}`);
    witness.person(thing, before);
  };

  const fetch = async (request: Request): Promise<Response> => {
    const path = new URL(request.url).pathname.replace('/api/v4/', '');
    const single = /\/(?:issues|epics|milestones)\/\d+$/.test(path);
    if (request.method !== 'PUT' && draw() < 0.15) await personActs();
    if (request.method === 'GET' && single) {
      // Without a pause between the last look and the note: an act could slip in there.
      for (let act = underWay.get(path); act; act = underWay.get(path)) {
        await act;
        if (underWay.get(path) === act) underWay.delete(path);
      }
      inWindow.add(path);
    }
    if (request.method !== 'PUT' || !single) return sandbox.fetch(request);
    writes += 1;
    const [, kind, number] = /\/(issues|epics|milestones)\/(\d+)$/.exec(path) ?? [];
    const list = sandbox.state[kind as 'issues' | 'epics' | 'milestones'] as Thing['it'][];
    const it = list.find((each) => (kind === 'milestones' ? each.id : each.iid) === Number(number));
    const before = structuredClone(it);
    const answer = await sandbox.fetch(request);
    inWindow.delete(path);
    if (it && before) witness.robot({ kind, it } as Thing, before);
    return answer;
  };

  const rounds = 2 + Math.floor(draw() * 2);
  for (let round = 0; round < rounds; round += 1) {
    for (let count = Math.floor(draw() * 6); count > 0; count -= 1) await personActs();
    const cohort = pick(COHORTS, draw);
    const command =
      draw() < 0.35
        ? ['sync', cohort, '--quiet']
        : ['provision', cohort, '--yes', '--quiet', '--allow', 'many-changes', '--allow', 'lost-issue'];
    const run = await world.kickoff(command, { fetch });
    inWindow.clear();
    acts.push(`${command[0]} ${COHORTS.indexOf(cohort)} → ${run.code}`);
    if (run.code !== 0 && !(run.code === 1 && command[0] === 'sync'))
      witness.complaints.push(`${command.join(' ')}: ${run.code} ${run.err}${run.out.slice(-600)}`);
  }
  // Left alone, the next two runs of one cohort file end in nothing to do.
  const last = pick(COHORTS, draw);
  await world.kickoff(
    ['provision', last, '--yes', '--quiet', '--allow', 'many-changes', '--allow', 'lost-issue'],
    {
      fetch: sandbox.fetch,
    },
  );
  const calm = await world.kickoff([
    'provision',
    last,
    '--yes',
    '--quiet',
    '--allow',
    'many-changes',
    '--allow',
    'lost-issue',
  ]);
  if (calm.writes > 0)
    witness.complaints.push(`a calm second run wrote ${calm.writes} times: ${calm.out.slice(0, 1500)}`);
  return { complaints: witness.complaints, acts, writes };
}
