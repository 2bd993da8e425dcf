/** Over real sockets on loopback: Node's own http against a server that hangs up, sends half, limits and redirects. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { type Fault, parseFault, parseRate, type Rate, withBadDay } from '../../src/sandbox/faults.ts';
import { SEEDED } from '../../src/sandbox/seed.ts';
import { serveSandbox } from '../../src/sandbox/serve.ts';
import { duplicatesAndMissing, ONE_INTERN } from '../support/duplicates.ts';
import { EXAMPLE, type Ran, stage } from '../support/stage.ts';

const closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0)) await close();
});

async function overSockets(
  faults: string[],
  rate?: string,
): Promise<{ world: ReturnType<typeof stage>; kickoff(args: string[]): Promise<Ran> }> {
  const world = stage();
  const fetch = withBadDay(world.sandbox.fetch, {
    faults: faults.map((text) => parseFault(text) as Fault),
    rate: rate === undefined ? null : (parseRate(rate) as Rate),
    now: world.sandbox.now,
    wait: async () => {},
  });
  const served = await serveSandbox(world.sandbox, { fetch });
  closing.push(served.close);
  return {
    world,
    kickoff: (args) =>
      world.kickoff(args, { fetch: undefined, env: { GITLAB_HOST: served.url, GITLAB_TOKEN: SEEDED.token } }),
  };
}

test('a whole provision, a second one, and a sync', async () => {
  const { world, kickoff } = await overSockets([]);
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).code).toBe(0);
  expect((await kickoff(['provision', EXAMPLE, '--yes'])).writes).toBe(0);
  expect((await kickoff(['sync', EXAMPLE])).code).toBe(0);
  expect(duplicatesAndMissing(world.sandbox.state, ONE_INTERN)).toEqual({ duplicates: 0, missing: 0 });
});

test.each([
  ['hangup:after:POST%25'],
  ['hangup:before:POST%25'],
  ['cut:after:POST%25'],
  ['html:after:POST%25'],
  ['502:after%20'],
  ['cut:after:GET%20'],
  ['late::POST%10'],
  ['429=1:before%15'],
])('%s: everything is made once', async (fault) => {
  const { world, kickoff } = await overSockets([fault]);
  const run = await kickoff(['provision', EXAMPLE, '--yes']);
  expect([0, 3, 75], run.err).toContain(run.code);
  for (let again = 0; again < 3; again += 1) await kickoff(['provision', EXAMPLE, '--yes']);
  expect(duplicatesAndMissing(world.sandbox.state, ONE_INTERN)).toEqual({ duplicates: 0, missing: 0 });
});

test('a redirect to another host is not followed: that host gets no byte', async () => {
  let bytes = 0;
  const evil = createServer((_request, response) => response.end('{}'));
  evil.on('connection', (socket) =>
    socket.on('data', (data) => {
      bytes += data.length;
    }),
  );
  await new Promise<void>((ready) => evil.listen(0, '127.0.0.1', ready));
  const target = `http://127.0.0.1:${(evil.address() as AddressInfo).port}/api/v4/user`;
  const front = createServer((_request, response) => response.writeHead(307, { location: target }).end());
  await new Promise<void>((ready) => front.listen(0, '127.0.0.1', ready));
  closing.push(
    () => new Promise((done) => evil.close(done)),
    () => new Promise((done) => front.close(done)),
  );
  const run = await stage().kickoff(['plan', EXAMPLE], {
    fetch: undefined,
    env: {
      GITLAB_HOST: `http://127.0.0.1:${(front.address() as AddressInfo).port}`,
      GITLAB_TOKEN: SEEDED.token,
    },
  });
  expect(run.code).toBe(1);
  expect(run.err).toMatch(/sends us elsewhere .*: to another host/);
  expect(bytes).toBe(0);
});

test('nobody listens, and a port without TLS: one clear line each', async () => {
  const { kickoff } = stage();
  const nobody = await kickoff(['plan', EXAMPLE, '--host', 'http://127.0.0.1:9'], { fetch: undefined });
  expect(nobody).toMatchObject({ code: 75 });
  expect(nobody.err).toMatch(/✗ http:\/\/127\.0\.0\.1:9 cannot be reached \(ECONNREFUSED\)/);
  expect(nobody.err.split('\n').length).toBeLessThan(8);
  const plain = createServer((_request, response) => response.end());
  await new Promise<void>((ready) => plain.listen(0, '127.0.0.1', ready));
  closing.push(() => new Promise((done) => plain.close(done)));
  const tls = await kickoff(
    ['plan', EXAMPLE, '--host', `127.0.0.1:${(plain.address() as AddressInfo).port}`],
    { fetch: undefined },
  );
  expect(tls.code).toBe(1);
  expect(tls.err).toMatch(/No secure connection to https:\/\/127\.0\.0\.1:\d+ comes about/);
});
