/**
 * The way out as the environment names it: a proxy in `HTTPS_PROXY` (or `ALL_PROXY`) and what is reached without it in `NO_PROXY`;
 * and whose certificates are believed.
 */
import type { Agent } from 'node:https';
import type { SecureContext } from 'node:tls';
import { readText } from '../library/files.ts';
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

/**
 * Authorities by which GitLab's certificate is checked where a runner names one of its own, `CI_SERVER_TLS_CA_FILE`: beside Node's, and those
 * of `NODE_EXTRA_CA_CERTS`, which Node leaves out as soon as others are named. Undefined where Node's own way is the right one. Throws
 * `KickoffError` for a file that is not there.
 */
export async function trustOf(
  env: Record<string, string | undefined>,
  host: string,
): Promise<SecureContext | undefined> {
  const named = env.CI_SERVER_TLS_CA_FILE ?? '';
  if (named === '' || !host.startsWith('https:')) return undefined;
  const own = readText(named, MOST_CERTIFICATES);
  if (own === null || !own.includes('-----BEGIN CERTIFICATE-----')) {
    const what = own === null ? 'is not there' : 'holds no certificate';
    throw new KickoffError('usage', `CI_SERVER_TLS_CA_FILE names ${named}, which ${what}.`, {
      hint: 'Name a file of certificates in PEM form, or unset it.',
    });
  }
  const extra = env.NODE_EXTRA_CA_CERTS ?? '';
  const { createSecureContext, rootCertificates } = await import('node:tls');
  const more = extra === '' ? null : readText(extra, MOST_CERTIFICATES);
  return createSecureContext({ ca: [...rootCertificates, ...(more === null ? [] : [more]), own] });
}

/** Bytes; a system's whole collection has a quarter of a megabyte. */
const MOST_CERTIFICATES = 10_000_000;
