/** The sandbox's server queues where GitLab does. In virtual time. */
import { expect, test } from 'vitest';
import { createServerWork } from '../../src/sandbox/server-work.ts';
import { virtualTime } from '../support/virtual-time.ts';

const post = (epic?: number, project = 'a'): Request =>
  new Request(`https://x.test/api/v4/projects/${project}/issues`, {
    method: 'POST',
    body: JSON.stringify({ title: 'T', ...(epic === undefined ? {} : { epic_id: epic }) }),
  });

async function lasts(requests: Request[]): Promise<number> {
  const time = virtualTime();
  const work = createServerWork(998, time.wait);
  await time.drive(Promise.all(requests.map(work)));
  return Math.round(time.now());
}

test('an issue alone, with an epic and without; any other write; a question', async () => {
  expect(await lasts([post(1)])).toBe(998);
  expect(await lasts([post()])).toBe(542);
  expect(await lasts([new Request('https://x.test/api/v4/projects/a/issues/1', { method: 'PUT' })])).toBe(
    274,
  );
  expect(await lasts([new Request('https://x.test/api/graphql', { method: 'POST' })])).toBe(0);
});

test('eight into one epic queue for it; into eight epics they queue for their numbers; in eight projects for nothing', async () => {
  const eight = [1, 2, 3, 4, 5, 6, 7, 8];
  expect(await lasts(eight.map(() => post(1)))).toBe(345 + 197 + 8 * 456);
  expect(await lasts(eight.map((epic) => post(epic)))).toBe(8 * 345 + 197 + 456);
  expect(await lasts(eight.map((epic) => post(epic, `p${epic}`)))).toBe(998);
});
