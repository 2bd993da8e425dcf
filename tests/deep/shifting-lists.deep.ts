/**
 * Lists that shift, or are cut, while they are read: in pages of a few rows people make and delete things between two pages, and an answer
 * loses rows that its totals count. What was there is found, nothing of ours is closed or made a second time.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { State } from '../../src/sandbox/state.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, GROUP, PROJECT, provisioned, type Stage, stage } from '../support/stage.ts';

const LISTS = Number(process.env.LISTS ?? 150);

/** Beside ours: what people made before, so that lists have many pages and ours stand among them. */
async function crowded(): Promise<State> {
  const world = await provisioned();
  for (let at = 0; at < 8; at += 1) {
    const what = { title: `A thing of ours ${at}` };
    await world.as('maya.torres', 'POST', `${PROJECT}/issues`, what);
    await world.as('maya.torres', 'POST', `${PROJECT}/milestones`, what);
    await world.as('maya.torres', 'POST', `${GROUP}/epics`, what);
    await world.as('maya.torres', 'POST', `${PROJECT}/boards`, { name: `Board ${at}` });
    await world.as('maya.torres', 'POST', `${PROJECT}/labels`, { name: `aaa ${at}`, color: '#112233' });
  }
  return world.sandbox.state;
}

const FOREIGN = /^(A thing of ours|Board|New)/;

/** Deletes one that is not kickoff's, without a trace. */
function remove(state: State, at: number): void {
  const lists = [state.issues, state.milestones, state.epics, state.boards] as {
    title?: string;
    name?: string;
  }[][];
  const list = lists[at % lists.length] ?? [];
  const index = list.findIndex((each) => FOREIGN.test(each.title ?? each.name ?? ''));
  if (index >= 0) list.splice(index, 1);
}

const ACTS: ((world: Stage, at: number) => Promise<unknown>)[] = [
  async (world, at) => remove(world.sandbox.state, at),
  (world, at) => world.as('sam.okafor', 'POST', `${PROJECT}/issues`, { title: `New ${at}` }),
  (world, at) => world.as('maya.torres', 'POST', `${PROJECT}/milestones`, { title: `New ${at}` }),
  (world, at) => world.as('maya.torres', 'POST', `${GROUP}/epics`, { title: `New ${at}` }),
  (world, at) => world.as('maya.torres', 'POST', `${PROJECT}/boards`, { name: `New ${at}` }),
];

const keysOf = (state: State): string[] =>
  [...state.issues, ...state.epics, ...state.milestones]
    .map((each) => `${/kickoff:begin (\S+)/.exec(each.description ?? '')?.[1]} ${each.state}`)
    .filter((each) => !each.startsWith('undefined'))
    .sort();

const boardsOf = (state: State): string[] =>
  state.boards.map(({ name }) => name).filter((name) => !FOREIGN.test(name));

const schedule = fc.record({
  line: fc.constantFrom(
    ['provision', EXAMPLE, '--yes'],
    ['sync', EXAMPLE],
    ['archive', EXAMPLE, '--yes', '--early'],
  ),
  perPage: fc.constantFrom(2, 3, 5, 9, 100, 100),
  acts: fc.array(fc.record({ before: fc.nat(60), act: fc.nat(ACTS.length - 1), at: fc.nat(1000) }), {
    maxLength: 12,
  }),
  cut: fc.record({
    nth: fc.nat(40),
    rows: fc.constantFrom(1, 2, 9, 100),
    always: fc.boolean(),
    from: fc.boolean(),
  }),
  cuts: fc.boolean(),
});

test(`${LISTS} lists that shift or are cut while they are read: nothing is closed, nothing comes twice`, async () => {
  const base = await crowded();
  const before = { keys: keysOf(base), boards: boardsOf(base) };
  let stopped = 0;
  await fc.assert(
    fc.asyncProperty(schedule, async ({ line, perPage, acts, cut, cuts }) => {
      const world = stage({ state: structuredClone(base) });
      let count = 0;
      const lists: string[] = [];
      const run = await world.kickoff([...line], {
        fetch: async (request) => {
          for (const { before: when, act, at } of acts) if (when === count) await ACTS[act]?.(world, at);
          count += 1;
          const url = new URL(request.url);
          if (request.method !== 'GET' || url.searchParams.get('per_page') !== '100')
            return world.sandbox.fetch(request);
          url.searchParams.set('per_page', String(perPage));
          const answer = await world.sandbox.fetch(new Request(url, request));
          lists.push(url.pathname);
          const isCut = lists.length - 1 === cut.nth || (cut.always && lists[cut.nth] === url.pathname);
          if (!cuts || !isCut || answer.headers.get('x-total') === null) return answer;
          const rows = (await answer.json()) as unknown[];
          const left = cut.from ? rows.slice(cut.rows) : rows.slice(0, -cut.rows);
          return new Response(JSON.stringify(left), { headers: answer.headers });
        },
      });
      const what = `${line[0]}: ${run.code} ${run.err.slice(-300)}`;
      expect([0, 75], what).toContain(run.code);
      if (run.code === 75) stopped += 1;
      if (line[0] !== 'archive') {
        expect(keysOf(world.sandbox.state), what).toEqual(before.keys);
        expect(boardsOf(world.sandbox.state), what).toEqual(before.boards);
      }
      expect(new Set(keysOf(world.sandbox.state).map((each) => each.split(' ')[0])).size, what).toBe(
        before.keys.length,
      );
    }),
    { numRuns: LISTS, seed: Number(process.env.SEED ?? 1) || Date.now() },
  );
  record({
    guarantee: 'Hostile',
    fault:
      'lists in small pages that shift while they are read (things made and deleted by people), or lose rows that their totals count',
    schedules: LISTS,
    result: `0 closed, 0 made twice, ${stopped} stopped with 75`,
  });
}, 900_000);

test('each list of a provision, emptied once or for ever while its totals say more: nothing is made twice', async () => {
  const base = (await provisioned()).sandbox.state;
  let schedules = 0;
  for (const always of [false, true]) {
    for (let nth = 0; nth < 25; nth += 1) {
      const world = stage({ state: structuredClone(base) });
      const lists: string[] = [];
      const run = await world.kickoff(['provision', EXAMPLE, '--yes'], {
        fetch: async (request) => {
          const answer = await world.sandbox.fetch(request);
          if (request.method !== 'GET' || answer.headers.get('x-total') === null) return answer;
          const { pathname } = new URL(request.url);
          lists.push(pathname);
          const isCut = lists.length - 1 === nth || (always && lists[nth] === pathname);
          return isCut ? new Response('[]', { headers: answer.headers }) : answer;
        },
      });
      if (lists.length <= nth) break;
      schedules += 1;
      const what = `${lists[nth]} ${always ? 'always' : 'once'}: ${run.code} ${run.err.slice(-300)}`;
      expect(always ? [0, 75] : [0], what).toContain(run.code);
      expect(keysOf(world.sandbox.state), what).toEqual(keysOf(base));
      expect(world.sandbox.state.boards, what).toEqual(base.boards);
      expect(world.sandbox.state.labels.length, what).toBe(base.labels.length);
    }
  }
  record({
    guarantee: 'Hostile',
    fault: 'each list of a provision comes empty, once or for ever, while its totals say more',
    schedules,
    result: 'nothing is made twice',
  });
});
