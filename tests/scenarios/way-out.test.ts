/** Where only a proxy leads out: HTTPS_PROXY and NO_PROXY are read, and errors name the way that was gone. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test, vi } from 'vitest';
import { wayOut } from '../../src/cli/way-out.ts';
import { EXAMPLE, stage } from '../support/stage.ts';

afterEach(() => vi.unstubAllEnvs());

function environment(values: Record<string, string>): Record<string, string | undefined> {
  for (const name of ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy', 'NO_PROXY', 'no_proxy'])
    vi.stubEnv(name, values[name]);
  return process.env;
}

test.each<[Record<string, string>, string | null]>([
  [{}, null],
  [{ HTTPS_PROXY: 'http://proxy.example.com:3128' }, 'proxy.example.com:3128'],
  [{ https_proxy: 'http://robin:secret@proxy.example.com:3128' }, 'proxy.example.com:3128'],
  [{ ALL_PROXY: 'http://proxy.example.com:3128' }, 'proxy.example.com:3128'],
  [{ HTTPS_PROXY: 'http://proxy.example.com:3128', NO_PROXY: 'example.org,.gitlab.test' }, null],
  [{ HTTPS_PROXY: 'http://proxy.example.com:3128', NO_PROXY: 'example.org' }, 'proxy.example.com:3128'],
])('%j leads to gitlab.test by way of %s', async (values, name) => {
  expect((await wayOut(environment(values), 'https://code.gitlab.test'))?.name ?? null).toBe(name);
});

test('this machine is reached directly, and what is no address is refused without being repeated', async () => {
  const env = environment({ HTTPS_PROXY: 'http://proxy.example.com:3128' });
  expect(await wayOut(env, 'http://127.0.0.1:8080')).toBeNull();
  await expect(
    wayOut(environment({ HTTPS_PROXY: 'socks5://s3cret@x' }), 'https://gitlab.test'),
  ).rejects.toThrow(/^HTTPS_PROXY is not the address of a proxy\.$/);
});

test('requests ask the proxy for a tunnel to GitLab, and nothing of the token reaches it', async () => {
  const asked: string[] = [];
  const proxy = createServer();
  proxy.on('connect', (request, socket) => {
    asked.push(`${request.method} ${request.url} ${JSON.stringify(request.headers)}`);
    socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
  });
  proxy.listen(0, '127.0.0.1');
  await once(proxy, 'listening');
  const env = environment({ HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` });
  const run = await stage().kickoff(['doctor', EXAMPLE], {
    fetch: undefined,
    env: { ...env, GITLAB_HOST: 'https://gitlab.invalid', GITLAB_TOKEN: 'glpat-never-in-the-open' },
  });
  proxy.close();
  expect(asked[0]).toContain('CONNECT gitlab.invalid:443');
  expect(asked.join()).not.toContain('glpat-never');
  expect(run.code, run.err).not.toBe(0);
  expect(run.err).not.toContain('glpat-never');
});

test('a proxy that is not there is named', async () => {
  const env = environment({ HTTPS_PROXY: 'http://127.0.0.1:9' });
  const run = await stage().kickoff(['doctor', EXAMPLE], {
    fetch: undefined,
    env: { ...env, GITLAB_HOST: 'https://gitlab.invalid', GITLAB_TOKEN: 'glpat-never-in-the-open' },
  });
  expect(run.code).toBe(75);
  expect(run.err).toContain('cannot be reached through the proxy 127.0.0.1:9 (ECONNREFUSED)');
});
