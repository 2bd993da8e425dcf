import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { CUT, type Fetch, HangUp } from './faults.ts';
import type { Sandbox } from './sandbox.ts';

export interface Served {
  /** Base of the instance, for example `http://127.0.0.1:43125`. */
  url: string;
  close(): Promise<void>;
}

/**
 * Serves the sandbox on loopback, never on another address, and only to who calls it by a name of loopback: a web page whose own name
 * was made to lead here gets nothing. `port` 0 takes a free one. Beside the API there are two paths of our own, which no GitLab has:
 * `GET /-/sandbox/requests` counts, and `POST /-/sandbox/clock`, with a token of somebody in it and `{"to": "2027-03-01T09:00:00Z"}` or
 * `{"days": 7}` moves the clock. `onWrite` is called after each request that may have changed something.
 */
export async function serveSandbox(
  sandbox: Sandbox,
  {
    port = 0,
    onWrite = () => {},
    fetch = sandbox.fetch,
  }: { port?: number; onWrite?: () => void /** With a bad day in front. */; fetch?: Fetch } = {},
): Promise<Served> {
  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const headers = new Headers();
    for (const [name, value] of Object.entries(incoming.headers)) {
      if (typeof value === 'string') headers.set(name, value);
    }
    const method = incoming.method ?? 'GET';
    const host = incoming.headers.host ?? '127.0.0.1';
    if (!LOOPBACK.test(host)) {
      outgoing.writeHead(421, { 'content-type': 'text/plain' });
      outgoing.end(`The sandbox answers as 127.0.0.1 or localhost only.\n`);
      return;
    }
    const url = new URL(incoming.url ?? '/', `http://${host}`);
    const request = new Request(url, { method, headers, ...(body.length > 0 ? { body } : {}) });
    const response =
      url.pathname === '/-/sandbox/requests'
        ? Response.json({ requests: sandbox.log.length })
        : url.pathname === '/-/sandbox/clock' && method === 'POST'
          ? await moveClock(sandbox, request)
          : await fetch(request);
    if (method !== 'GET') onWrite();
    const content = Buffer.from(await response.arrayBuffer());
    const cut = response.headers.get(CUT);
    response.headers.delete(CUT);
    const head = Object.fromEntries(response.headers);
    if (cut !== null) {
      // Promises more than it sends, then hangs up.
      outgoing.writeHead(response.status, { ...head, 'content-length': String(Number(cut) + 1) });
      outgoing.write(content, () => outgoing.destroy());
      return;
    }
    outgoing.writeHead(response.status, head);
    outgoing.end(content);
  };
  const server = createServer((incoming, outgoing) => {
    handle(incoming, outgoing).catch((error: unknown) => {
      if (!(error instanceof HangUp)) outgoing.statusCode = 500;
      outgoing.destroy();
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}

const LOOPBACK = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i;

async function moveClock(sandbox: Sandbox, request: Request): Promise<Response> {
  const user = await sandbox.fetch(
    new Request(new URL('/api/v4/user', request.url), { headers: request.headers }),
  );
  if (user.status !== 200) return Response.json({ error: 'send a token as PRIVATE-TOKEN' }, { status: 401 });
  const wanted = (await request.json().catch(() => ({}))) as { to?: string; days?: number };
  const to =
    typeof wanted.to === 'string'
      ? new Date(wanted.to)
      : new Date(sandbox.now().getTime() + (wanted.days ?? Number.NaN) * 86_400_000);
  if (Number.isNaN(to.getTime())) {
    return Response.json({ error: 'send {"to": "<ISO time>"} or {"days": <number>}' }, { status: 400 });
  }
  sandbox.moveClockTo(to);
  return Response.json({ now: sandbox.now().toISOString() });
}
