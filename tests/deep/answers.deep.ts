/** G2 and G3: every kind of lost answer at every request, and commits that come late. */
import { expect, test } from 'vitest';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { LOST_ANSWERS, spoil } from '../support/race.ts';
import { record } from '../support/record.ts';
import { EXAMPLE, provisioned, stage } from '../support/stage.ts';

const ARGS = ['provision', EXAMPLE, '--yes', '--quiet'];

test.each(LOST_ANSWERS.filter((fault) => fault !== 'late'))('G2: %s at every request', async (fault) => {
  const whole = (await provisioned()).sandbox.log.length;
  for (let at = 0; at < whole; at += 1) {
    const { sandbox, kickoff } = stage();
    const sent: string[] = [];
    let count = -1;
    const run = await kickoff(ARGS, {
      async fetch(request) {
        count += 1;
        const mine = count;
        if (request.method === 'POST')
          sent.push(`${new URL(request.url).pathname} ${await request.clone().text()}`);
        return mine === at ? spoil(sandbox, fault, request, () => {}) : sandbox.fetch(request);
      },
    });
    expect(run.code, `${at}: ${run.err}`).toBe(0);
    expect(duplicatesAndMissing(sandbox.state, ONE_INTERN), `${at}`).toEqual({ duplicates: 0, missing: 0 });
    // After a commit nothing is posted again; what never arrived is, once it was proved absent.
    const again = sent.length - new Set(sent).size;
    expect(again, `${at}`).toBeLessThanOrEqual(fault.endsWith('before') ? 1 : 0);
  }
  record({
    guarantee: 'G2 lost answer',
    fault: `${fault} the work, at every request`,
    schedules: whole,
    result: '0 duplicates, 0 missing, no POST repeated after a commit',
  });
});

test('G3: a commit that comes late, at every POST and after many delays', async () => {
  const whole = (await provisioned()).sandbox.log.length;
  let schedules = 0;
  for (let at = 12; at < whole; at += 1) {
    for (const delay of [1, 3, 9, 27, 200]) {
      const { sandbox, kickoff } = stage();
      let count = -1;
      let late: (() => Promise<unknown>) | null = null;
      const run = await kickoff(ARGS, {
        async fetch(request) {
          count += 1;
          const mine = count;
          if (late && count >= at + delay) {
            const work = late;
            late = null;
            await work();
          }
          if (mine !== at || request.method === 'GET') return sandbox.fetch(request);
          return spoil(sandbox, 'late', request, (work) => {
            late = work;
          });
        },
      });
      if (late) await (late as () => Promise<unknown>)();
      expect([0, 3], `${at} ${delay}: ${run.err}`).toContain(run.code);
      const next = await kickoff(ARGS);
      expect(next.code, `${at} ${delay}: ${next.err}`).toBe(0);
      expect(duplicatesAndMissing(sandbox.state, ONE_INTERN), `${at} ${delay}`).toEqual({
        duplicates: 0,
        missing: 0,
      });
      schedules += 1;
    }
  }
  record({
    guarantee: 'G3 late commit',
    fault: 'the server commits 1 to 200 requests after the client gave up',
    schedules,
    result: '0 duplicates, 0 missing after the same or the next run',
  });
});
