declare module 'proxy-from-env' {
  /** The proxy for an address as the environment names it; empty when there is none. */
  export function getProxyForUrl(url: string): string;
}
