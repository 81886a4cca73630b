/**
 * The one way from code bundled by Next to what the custom server holds. The two do not share modules, so the host
 * stands on `globalThis`; errors cross this border by their `code`, never by `instanceof`.
 */
import type { Database } from './database.ts';

/** What the process runs on; made once by server.ts. */
export interface Host {
  readonly database: Database;
  /** False while the process drains. */
  ready(): boolean;
  /** Path of the script that opens a sitting's terminal before its page is there. */
  readonly terminalScript: string;
}

const KEY = Symbol.for('hoplab.host');

/** Called once, by server.ts. */
export function setHost(host: Host): void {
  (globalThis as Record<symbol, unknown>)[KEY] = host;
}

/** The host of this process; throws when the page is served by anything but our server. */
export function getHost(): Host {
  const host = (globalThis as Record<symbol, unknown>)[KEY];
  if (!host)
    throw new Error('No host in this process: start Hoplab with `npm start` or `npm run dev`, not with `next`.');
  return host as Host;
}
