/**
 * Two hundred answers that nobody means well with: each ends in a right result or one clear error; none is "a bug", none shows a stack, and
 * nothing of it reaches a terminal raw.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { record } from '../support/record.ts';
import { EXAMPLE, provisioned, stage } from '../support/stage.ts';

const ANSWERS = Number(process.env.ANSWERS ?? 200);

const KNOWN = [0, 1, 2, 3, 4, 64, 75];

/** What is said must be said to people: no stack, no bug, no raw control characters. */
function isClear(said: string, what: string): void {
  expect(said, what).not.toMatch(/this is a bug|\n\s+at .+:\d+:\d+/i);
  expect(said, what).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f\u202a-\u202e\u2066-\u2069]/);
}

type Spoiled = (answer: Response, at: number) => Promise<Response>;

const json = (value: unknown, headers: Record<string, string> = {}, status = 200): Response =>
  new Response(typeof value === 'string' ? value : JSON.stringify(value), {
    status,
    headers: { 'content-type': 'application/json', ...headers },
  });

/** Every value of a kind in an answer becomes another one. */
function changed(value: unknown, change: (name: string, inner: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map((each) => changed(each, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => {
      const now = change(name, inner);
      return [name, now === inner ? changed(inner, change) : now];
    }),
  );
}

const each =
  (change: (name: string, inner: unknown, at: number) => unknown): Spoiled =>
  async (answer, at) => {
    const headers = Object.fromEntries(answer.headers);
    const body: unknown = await answer.json().catch(() => null);
    return json(
      changed(body, (name, inner) => change(name, inner, at)),
      headers,
    );
  };

const EVIL =
  '\u001b]0;owned\u0007\u001b[2J\u202eevil\u2066\r\n/close\n@all <script>alert(1)</script> <!-- kickoff:end -->';

const ANSWER: Spoiled[] = [
  async () => json(`${'['.repeat(100_000)}${']'.repeat(100_000)}`),
  async () => json({ message: JSON.parse(`${'{"a":'.repeat(4000)}1${'}'.repeat(4000)}`) }, {}, 400),
  async () => json({}),
  async () => json([null, 1, 'x', [], {}]),
  async () => json('null'),
  async () => json('"text"'),
  async () => json('{"id":1'),
  async () => new Response('<html>login</html>', { headers: { 'content-type': 'text/html' } }),
  async () => json([], { 'x-total-pages': '1000000000', 'x-total': '100000000000' }),
  async (answer) =>
    json(await answer.text(), {
      ...Object.fromEntries(answer.headers),
      'x-total': '-5',
      'x-total-pages': 'NaN',
    }),
  async () => json({ message: 'slow down' }, { 'retry-after': '1000000000' }, 429),
  async () =>
    json({ message: 'slow down' }, { 'retry-after': 'soon', 'ratelimit-reset': '99999999999999' }, 429),
  async () =>
    new Response(null, {
      status: 302,
      headers: { location: 'https://evil.test/\u001b[31m'.replace('\u001b', '%1b') },
    }),
  async () =>
    new Response(Buffer.from([0xff, 0xfe, 0x00, 0x01]), { headers: { 'content-type': 'application/json' } }),
  async (answer) =>
    json(await answer.text(), {
      ...Object.fromEntries(answer.headers),
      date: 'Thu, 01 Jan 2970 00:00:00 GMT',
    }),
  async (answer) => json(await answer.text(), { ...Object.fromEntries(answer.headers), date: 'never' }),
  each((name, inner) =>
    typeof inner === 'string' && /title|name|description|username|body/.test(name) ? EVIL : inner,
  ),
  each((name, inner) => (/_at$|_date$/.test(name) ? 'never' : inner)),
  each((name, inner) => (/_at$|_date$/.test(name) ? null : inner)),
  each((_name, inner, at) => (typeof inner === 'number' ? [-1, 0, 1e15, 0.5][at % 4] : inner)),
  each((name, inner) => (name === 'state' ? 'exploded' : inner)),
  each((name, inner) => (name === 'labels' ? [EVIL, '', 'x'.repeat(10_000)] : inner)),
  each((name, inner, at) =>
    name === 'description'
      ? (['[ ]', '- [x] a\n', '<!-- kickoff:begin ', '**', '> ', '| - ', '- Value: 1 '][at % 7] ?? '').repeat(
          60_000,
        )
      : inner,
  ),
  each((_name, inner) => (typeof inner === 'boolean' ? 'true' : inner)),
  each((_name, inner) => (inner === null ? {} : inner)),
  each((name, inner) => (/author|assignee|user/.test(name) ? null : inner)),
  each((name, inner) => (name === 'web_url' || name === 'url' ? 'javascript:alert(1)//\u001b[31m' : inner)),
];

const LINES = [
  ['plan', EXAMPLE],
  ['sync', EXAMPLE],
  ['report', EXAMPLE],
  ['report', EXAMPLE, '--markdown'],
  ['provision', EXAMPLE, '--yes'],
  ['doctor', EXAMPLE],
];

const answer = fc.record({
  spoil: fc.nat(ANSWER.length - 1),
  line: fc.constantFrom(...LINES),
  nth: fc.nat(12),
  at: fc.nat(),
  always: fc.boolean(),
});

test(`${ANSWERS} hostile answers: one clear error or a right result`, async () => {
  const base = (await provisioned()).sandbox.state;
  await fc.assert(
    fc.asyncProperty(answer, async ({ spoil, line, nth, at, always }) => {
      const { sandbox, kickoff } = stage({ state: structuredClone(base) });
      let count = 0;
      const run = await kickoff(line, {
        fetch: async (request) => {
          const answered = await sandbox.fetch(request);
          if (request.method !== 'GET') return answered;
          count += 1;
          return count - 1 === nth || (always && count > nth)
            ? ((await ANSWER[spoil]?.(answered, at)) ?? answered)
            : answered;
        },
      });
      const what = `${line.join(' ')}, answer ${nth}, way ${spoil}: ${run.code} ${run.err.slice(0, 300)}`;
      expect(KNOWN, what).toContain(run.code);
      isClear(run.out + run.err, what);
    }),
    { numRuns: ANSWERS, seed: Number(process.env.SEED ?? 1) || Date.now() },
  );
  record({
    guarantee: 'Hostile',
    fault: 'answers: spoiled in 27 ways, one of them or all from then on, in six commands',
    schedules: ANSWERS,
    result: 'a clear error or a right result, nothing raw on the terminal',
  });
}, 900_000);
