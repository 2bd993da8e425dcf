/** The way out through a proxy, as the environment names one: `HTTPS_PROXY` (or `ALL_PROXY`), and `NO_PROXY` for what is reached directly. */
import type { Agent } from 'node:https';
import { KickoffError } from '../model/errors.ts';

export interface WayOut {
  agent: Agent;
  /** The proxy without what may be secret in it, for messages: `proxy.example.com:3128`. */
  name: string;
}

/** Null where no proxy is named, or not for this host. Throws `KickoffError` for one that is no address. */
export async function wayOut(env: Record<string, string | undefined>, host: string): Promise<WayOut | null> {
  const isNamed = ['HTTPS_PROXY', 'https_proxy', 'ALL_PROXY', 'all_proxy'].some((name) => env[name]);
  if (!isNamed || !host.startsWith('https:')) return null;
  // Loaded only where somebody set one. The library reads the process's own environment.
  const { getProxyForUrl } = await import('proxy-from-env');
  const proxy = getProxyForUrl(host);
  if (proxy === '') return null;
  if (!URL.canParse(proxy) || !/^https?:\/\/./.test(proxy)) {
    throw new KickoffError('usage', 'HTTPS_PROXY is not the address of a proxy.', {
      hint: 'Write it like http://proxy.example.com:3128, or unset it.',
    });
  }
  const { HttpsProxyAgent } = await import('https-proxy-agent');
  const agent = new HttpsProxyAgent(proxy, { keepAlive: true });
  return { agent: agent as unknown as Agent, name: new URL(proxy).host };
}
