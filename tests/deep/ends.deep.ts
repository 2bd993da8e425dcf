/** The end of a program and the beginning of the next: archive and application die anywhere, race, and meet people. */
import { expect, test } from 'vitest';
import type { State, Tier } from '../../src/sandbox/state.ts';
import { dieAt } from '../support/faults.ts';
import { act, close, internship, KR, line, reopen, same, tick } from '../support/people.ts';
import { race, random } from '../support/race.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, essence, issueOf, provisioned, type Stage, stage } from '../support/stage.ts';

const TIERS: Tier[] = ['free', 'premium', 'ultimate'];
const ARCHIVE = ['archive', EXAMPLE, '--yes', '--quiet', '--open-key-results', 'close'];
const APPLY =
  'application config/directory.example.yaml intern robin.ito --mentor ines.ferreira --yes --quiet'.split(
    ' ',
  );
const END = '2027-04-24T01:00:00Z';

async function atTheEnd(tier: Tier): Promise<() => Stage> {
  const world = await provisioned({ tier });
  await internship(world, 8);
  const base = structuredClone(world.sandbox.state);
  return () => {
    const next = stage({ tier, state: structuredClone(base) });
    next.moveClock(END);
    return next;
  };
}

/** What the block remembers of its last writing differs when that happened twice; what people see may not. */
const seen = (state: State): string =>
  JSON.stringify(essence(state)).replace(/(?:text|since|was|at|score)=\S+|Since 24 Apr[^|]*/g, '');

async function crash(begin: () => Stage, args: string[]): Promise<number> {
  const whole = begin();
  await whole.kickoff(args);
  let schedules = 0;
  for (const when of ['before', 'after'] as const) {
    for (let at = 0; ; at += 1) {
      const { sandbox, kickoff } = begin();
      const death = dieAt(sandbox, at, when);
      await kickoff(args, { fetch: death.fetch, signal: death.signal });
      if (!death.reached()) break;
      const next = await kickoff(args);
      expect(next.code, `${when} ${at}: ${next.err}`).toBe(0);
      expect(seen(sandbox.state), `${when} ${at}`).toBe(seen(whole.sandbox.state));
      expect((await kickoff(args)).writes, `${when} ${at}`).toBe(0);
      schedules += 1;
    }
  }
  return schedules;
}

test.each(TIERS)('an archive and an application that die at any request on %s', async (tier) => {
  const archive = await crash(await atTheEnd(tier), ARCHIVE);
  const application = await crash(() => stage({ tier }), APPLY);
  record({
    guarantee: 'Archive',
    fault: `process dies before and after every request, ${tier}`,
    schedules: archive,
    result: 'same end, second run empty',
  });
  record({
    guarantee: 'Application',
    fault: `process dies before and after every request, ${tier}`,
    schedules: application,
    result: 'same end, 0 duplicates, second run empty',
  });
  expect(archive).toBeGreaterThan(60);
  expect(application).toBeGreaterThan(25);
});

const SEEDS = Number(process.env.SEEDS ?? 150);

test('two archives and a person at once: what the person did last stays', async () => {
  const begin = await atTheEnd('premium');
  let acts = 0;
  let kept = 0;
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const world = begin();
    const court = race(world.sandbox, seed);
    // GitLab has no lock on a description: between our reading of it and our writing nobody acts, as the README's limits say.
    let between = 0;
    const fetch = async (request: Request): Promise<Response> => {
      if (request.method === 'PUT') return court.fetch(request).finally(() => (between -= 1));
      const answer = await court.fetch(request);
      if (!/\/(?:issues|epics|milestones)\/\d+$/.test(request.url)) return answer;
      // What is closed, or carries our closing words, is only looked at.
      const { state, description } = (await answer.clone().json()) as { state: string; description: string };
      if (state !== 'closed' && !/#archived|archived=1/.test(description ?? '')) between += 1;
      return answer;
    };
    const draw = random(seed * 7);
    const key = ['coffee-chats', 'technical-project', 'triage-reports'][Math.floor(draw() * 3)] ?? '';
    const what = Math.floor(draw() * 4);
    let reopened = false;
    const person = async (): Promise<void> => {
      for (let wait = Math.floor(draw() * 60); wait > 0 || between > 0; wait -= 1)
        await new Promise((resolve) => setImmediate(resolve));
      const { state, description } = issueOf(world.sandbox.state, `${KR}/${key}`);
      acts += 1;
      if (what === 0) await act(world, key, line('Evidence', `word ${seed}`));
      else if (what === 1) await act(world, key, tick(1));
      else if (what === 2) await act(world, key, line('Outcome', 'done'), close);
      else if (state === 'closed') {
        reopened = description?.includes('#archived') ?? false;
        await act(world, key, same, reopen);
      }
    };
    await court.drive([world.kickoff(ARCHIVE, { fetch }), world.kickoff(ARCHIVE, { fetch }), person()]);
    const after = issueOf(world.sandbox.state, `${KR}/${key}`);
    if (what === 0) expect(after.description, `seed ${seed}`).toContain(`- Evidence: word ${seed}`);
    if (what === 2) expect(after.description, `seed ${seed}`).toContain('- Outcome: done');
    expect((await world.kickoff(ARCHIVE)).code, `seed ${seed}`).toBe(0);
    // An archive had closed it, and the person opened it again: neither the other run nor a further one closes it.
    if (reopened) {
      kept += 1;
      expect(issueOf(world.sandbox.state, `${KR}/${key}`).state, `seed ${seed}`).toBe('opened');
    }
    expect((await world.kickoff(ARCHIVE)).writes, `seed ${seed}`).toBe(0);
  }
  record({
    guarantee: 'Archive',
    fault: 'two at once, while a person writes, ticks, closes and opens again',
    schedules: SEEDS,
    result: 'words kept, what was opened again stays open, second run empty',
  });
  expect(acts).toBe(SEEDS);
  expect(kept).toBeGreaterThan(SEEDS / 50);
});

test('two applications at once, with answers that are lost or late', async () => {
  for (let seed = 1; seed <= SEEDS; seed += 1) {
    const world = stage();
    const court = race(world.sandbox, seed, seed % 2 === 0 ? 0.1 : 0);
    const fetch = (request: Request): Promise<Response> => court.fetch(request);
    await court.drive([world.kickoff(APPLY, { fetch }), world.kickoff(APPLY, { fetch })]);
    expect((await world.kickoff(APPLY)).code, `seed ${seed}`).toBe(0);
    const open = world.sandbox.state.issues.filter(({ state }) => state === 'opened');
    expect(open, `seed ${seed}`).toHaveLength(1);
    expect((await world.kickoff(APPLY)).writes, `seed ${seed}`).toBe(0);
  }
  record({
    guarantee: 'Application',
    fault: 'two at once, half of them with 10 % of the answers lost or late',
    schedules: SEEDS,
    result: 'one open application after the next run',
  });
});
