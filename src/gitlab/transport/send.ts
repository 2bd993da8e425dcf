/**
 * How one request leaves and its answer comes back. Two ways: Node's own http, which costs a fraction of what `fetch`
 * does and follows no redirect; and any `fetch(Request)`, for tests and for programs that bring their own.
 */
import http, { type IncomingMessage } from 'node:http';
import https from 'node:https';
import type { SecureContext } from 'node:tls';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';

export interface Outgoing {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body: string | null;
  /** Milliseconds for the whole exchange. */
  timeout: number;
  signal: AbortSignal | undefined;
}

export interface Incoming {
  status: number;
  /** Names in lower case. */
  headers: Record<string, string>;
  text: string;
}

/** Bytes of one answer, unpacked: a hundred issues whose descriptions have 600 kB each. */
export const MOST_ANSWER = 64_000_000;

/** `code` of the error when an answer is longer than that; the rest of it is not read. */
export const TOO_LARGE = 'more than 64 MB in one answer';

const tooLarge = (): Error => Object.assign(new Error(TOO_LARGE), { code: TOO_LARGE });

/** Rejects when there is no whole answer. */
export type Send = (outgoing: Outgoing) => Promise<Incoming>;

export function viaFetch(fetch: (request: Request) => Promise<Response>): Send {
  return async ({ method, url, headers, body, timeout, signal }) => {
    const limit = AbortSignal.timeout(timeout);
    const response = await fetch(
      new Request(url, {
        method,
        headers,
        ...(body === null ? {} : { body }),
        redirect: 'manual',
        signal: signal ? AbortSignal.any([signal, limit]) : limit,
      }),
    );
    const text = await textOf(response);
    return { status: response.status, headers: Object.fromEntries(response.headers), text };
  };
}

async function textOf(response: Response): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > MOST_ANSWER) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

const unzip = promisify(gunzip);

export interface Secured {
  /** Another way out for https, for example through a proxy. */
  agent?: https.Agent | undefined;
  /** Other authorities than Node's own, by which GitLab's certificate is checked. */
  trust?: SecureContext | undefined;
}

export function viaNode({ agent, trust }: Secured = {}): Send {
  const plain = new http.Agent({ keepAlive: true });
  const secured = agent ?? new https.Agent({ keepAlive: true });
  return ({ method, url, headers, body, timeout, signal }) =>
    new Promise((resolve, reject) => {
      const secure = url.protocol === 'https:';
      const payload = body === null ? null : Buffer.from(body);
      const request = (secure ? https : http).request(url, {
        method,
        agent: secure ? secured : plain,
        ...(trust && secure ? { secureContext: trust } : {}),
        headers: {
          accept: 'application/json',
          'accept-encoding': 'gzip',
          'user-agent': 'kickoff',
          ...headers,
          ...(payload ? { 'content-length': payload.length } : {}),
        },
        ...(signal ? { signal } : {}),
      });
      const timer = setTimeout(
        () => request.destroy(new DOMException('no answer in time', 'TimeoutError')),
        timeout,
      );
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      request.on('error', fail);
      request.on('response', (response) => {
        const chunks: Buffer[] = [];
        response.on('error', fail);
        let length = 0;
        response.on('data', (chunk: Buffer) => {
          length += chunk.length;
          if (length > MOST_ANSWER) request.destroy(tooLarge());
          else chunks.push(chunk);
        });
        response.on('end', () => {
          clearTimeout(timer);
          if (!response.complete)
            return reject(Object.assign(new Error('half an answer'), { code: 'ECONNRESET' }));
          read(response, Buffer.concat(chunks)).then(resolve, reject);
        });
      });
      request.end(payload ?? undefined);
    });
}

async function read(response: IncomingMessage, raw: Buffer): Promise<Incoming> {
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(response.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  const plain =
    headers['content-encoding'] === 'gzip' ? await unzip(raw, { maxOutputLength: MOST_ANSWER }) : raw;
  return { status: response.statusCode ?? 0, headers, text: plain.toString('utf8') };
}
