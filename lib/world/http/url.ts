/** URLs as a client takes them apart before anything is sent. */

export interface Target {
  readonly scheme: string;
  /** An IPv6 address stands without its brackets. */
  readonly host: string;
  readonly port: number;
  /** Path with query, at least `/`. */
  readonly path: string;
}

const PORTS: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** Undefined when it is no URL that names a host. Without a scheme it is http, as curl takes it. */
export function parseUrl(url: string): Target | undefined {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/?#]*@)?(\[[0-9a-f:.]+\]|[^:/?#[\]]+)(?::(\d+))?([/?][^#]*)?(?:#.*)?$/i.exec(
      url,
    );
  const host = match?.[2]?.replace(/^\[|\]$/g, '');
  if (!match || !host) return undefined;
  const scheme = (match[1] ?? 'http').toLowerCase();
  const rest = match[4] ?? '/';
  return {
    scheme,
    host,
    port: match[3] ? Number(match[3]) : (PORTS[scheme] ?? 80),
    path: rest.startsWith('/') ? rest : `/${rest}`,
  };
}
