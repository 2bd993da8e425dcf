/** A GitLab behind a proxy, with a private authority, under a path and on a port: the built tool, as its own process, on loopback. */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { createServer as createSecure } from 'node:https';
import { type AddressInfo, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { EXAMPLE } from '../support/stage.ts';

const hasOpenssl = spawnSync('openssl', ['version']).status === 0;
if (!hasOpenssl) console.log('skipped: openssl, which makes the certificates, is not here');

const folder = mkdtempSync(join(tmpdir(), 'kickoff-ways-'));
const cli = resolve('dist/cli.js');
const closers: (() => void)[] = [];
let sandbox: { url: string; token: string };
/** Where the secure GitLab and the proxy listen, and whom the proxy was asked for. */
let gitlab = '';
let proxy = '';
const tunnels: string[] = [];

const openssl = (...line: string[]): void => {
  execFileSync('openssl', line, { cwd: folder, stdio: 'ignore' });
};

function certificates(): void {
  openssl(
    'req',
    '-x509',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-days',
    '2',
    '-subj',
    '/CN=Our own',
    '-keyout',
    'ca.key',
    '-out',
    'ca.pem',
  );
  openssl(
    'req',
    '-newkey',
    'rsa:2048',
    '-nodes',
    '-subj',
    '/CN=gitlab',
    '-keyout',
    'leaf.key',
    '-out',
    'leaf.csr',
  );
  writeFileSync(join(folder, 'names'), 'subjectAltName=DNS:localhost');
  openssl(
    'x509',
    '-req',
    '-in',
    'leaf.csr',
    '-CA',
    'ca.pem',
    '-CAkey',
    'ca.key',
    '-CAcreateserial',
    '-days',
    '2',
    '-extfile',
    'names',
    '-out',
    'leaf.pem',
  );
}

/** GitLab under /git: what it says of its own addresses has the path, too. */
async function serveSecurely(): Promise<void> {
  const server = createSecure(
    { key: readFileSync(join(folder, 'leaf.key')), cert: readFileSync(join(folder, 'leaf.pem')) },
    (asked, answer) => {
      if (!asked.url?.startsWith('/git/')) {
        answer.writeHead(404, { 'content-type': 'text/html' }).end('<html>nothing here</html>');
        return;
      }
      const { host } = new URL(sandbox.url);
      const headers = { ...asked.headers, host, 'accept-encoding': 'identity' };
      const sent = request(
        `${sandbox.url}${asked.url.slice(4)}`,
        { method: asked.method, headers },
        (got) => {
          const chunks: Buffer[] = [];
          got.on('data', (chunk: Buffer) => chunks.push(chunk));
          got.on('end', () => {
            const outside = (text: string): string => text.replaceAll(sandbox.url, gitlab);
            const { 'content-length': _length, 'transfer-encoding': _coding, link, ...rest } = got.headers;
            answer.writeHead(got.statusCode ?? 500, {
              ...rest,
              ...(link ? { link: outside(String(link)) } : {}),
            });
            answer.end(outside(Buffer.concat(chunks).toString()));
          });
        },
      );
      asked.pipe(sent);
    },
  );
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  gitlab = `https://localhost:${(server.address() as AddressInfo).port}/git`;
}

async function serveProxy(): Promise<void> {
  const server = createServer();
  server.on('connect', (asked, socket) => {
    tunnels.push(asked.url ?? '');
    const { hostname, port } = new URL(`http://${asked.url}`);
    const through = connect(Number(port), hostname, () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      through.pipe(socket).pipe(through);
    });
    through.on('error', () => socket.destroy());
    socket.on('error', () => through.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  proxy = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Not `spawnSync`: proxy and GitLab live in this process. */
async function kickoff(
  line: string[],
  env: Record<string, string>,
): Promise<{ code: number; out: string; err: string }> {
  const { PATH = '', HOME = '' } = process.env;
  const run = spawn(process.execPath, [cli, ...line], {
    cwd: folder,
    env: { PATH, HOME, GITLAB_HOST: gitlab, GITLAB_TOKEN: sandbox.token, NO_COLOR: '1', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  run.stdout.on('data', (part) => (text.out += part));
  run.stderr.on('data', (part) => (text.err += part));
  const [code] = await once(run, 'close');
  return { code, ...text };
}

beforeAll(async () => {
  if (!hasOpenssl) return;
  certificates();
  const run = spawn(
    process.execPath,
    [cli, 'sandbox', '--port', '0', '--json', '--clock', '2027-02-22T09:00:00Z'],
    {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  );
  closers.push(() => run.kill());
  const [first] = await once(run.stdout, 'data');
  sandbox = JSON.parse(String(first));
  await serveSecurely();
  await serveProxy();
});
afterAll(() => {
  for (const close of closers) close();
});

const cohort = resolve(EXAMPLE);
const ca = join(folder, 'ca.pem');

test.skipIf(!hasOpenssl)('an authority that nobody named is refused, with what to name', async () => {
  const run = await kickoff(['plan', cohort], {});
  expect(run.code, run.err).toBe(1);
  expect(run.err).toContain('UNABLE_TO_VERIFY_LEAF_SIGNATURE');
  expect(run.err).toContain('NODE_EXTRA_CA_CERTS or CI_SERVER_TLS_CA_FILE');
});

test.skipIf(!hasOpenssl)(
  'a file of authorities that is not there, or is none, is one clear error',
  async () => {
    const missing = await kickoff(['plan', cohort], { CI_SERVER_TLS_CA_FILE: '/nowhere/ca.pem' });
    expect(missing.code, missing.err).toBe(64);
    expect(missing.err).toContain('CI_SERVER_TLS_CA_FILE names /nowhere/ca.pem, which is not there.');
    const none = await kickoff(['plan', cohort], { CI_SERVER_TLS_CA_FILE: join(folder, 'names') });
    expect(none.code, none.err).toBe(64);
    expect(none.err).toContain('which holds no certificate.');
  },
);

test.skipIf(!hasOpenssl)('the forgotten path is a clear error', async () => {
  const run = await kickoff(['plan', cohort], {
    NODE_EXTRA_CA_CERTS: ca,
    GITLAB_HOST: gitlab.replace('/git', ''),
  });
  expect(run.code, run.err).toBe(1);
  expect(run.err).toContain('A GitLab below a path is written with it');
});

test.skipIf(!hasOpenssl)(
  'through the proxy, by a private authority, below a path: doctor, plan, provision, sync',
  async () => {
    const far = { CI_SERVER_TLS_CA_FILE: ca, HTTPS_PROXY: proxy, GITLAB_HOST: `${gitlab}/` };
    const doctor = await kickoff(['doctor', cohort], far);
    expect(doctor.code, doctor.err + doctor.out).toBe(0);
    expect(new Set(tunnels)).toEqual(new Set([new URL(gitlab).host]));
    const provision = await kickoff(['provision', cohort, '--yes'], far);
    expect(provision.code, provision.err).toBe(0);
    expect(provision.out + provision.err).toContain(`${gitlab}/groups/security-team/-/epics/1`);
    // Each other way finds the same: the authority by Node's own variable, and without the proxy.
    for (const env of [
      { NODE_EXTRA_CA_CERTS: ca, HTTPS_PROXY: proxy },
      { CI_SERVER_TLS_CA_FILE: ca },
      { NODE_EXTRA_CA_CERTS: ca },
    ]) {
      const plan = await kickoff(['plan', cohort], env);
      expect(plan.code, plan.err).toBe(0);
      expect(plan.out).toContain('Nothing to do');
    }
    const before = tunnels.length;
    const around = await kickoff(['plan', cohort], { ...far, NO_PROXY: 'localhost' });
    expect(around.code, around.err).toBe(0);
    expect(tunnels.length).toBe(before);
    const sync = await kickoff(['sync', cohort, '--out', 'out'], far);
    expect(sync.code, sync.err).toBe(0);
    expect(readFileSync(join(folder, 'out/scorecard.json'), 'utf8')).toContain(
      `${gitlab}/security-team/internship/-/issues/`,
    );
    expect(JSON.stringify([doctor, provision, sync])).not.toContain(sandbox.token);
  },
);
