/** What `pagestart.ts` leaves to the terminal's script. */
export interface PageStart {
  /** Taken once; what came over it meanwhile is in `received`. */
  early: EarlySocket | undefined;
  /** Starts the page's own scripts. */
  goOn(): void;
}

export interface EarlySocket {
  readonly sittingId: string;
  readonly socket: WebSocket;
  readonly received: readonly unknown[];
}

declare global {
  interface Window {
    /** Absent where the page was not sent by `lib/server/sittingpage.ts`: in development, and after a query. */
    hoplabStart?: PageStart;
  }
}

/** The type of scripts that wait for `PageStart.goOn`; no browser runs it. */
export const SCRIPT_HELD_BACK = 'text/held-back';

/** Where a sitting's WebSocket is, seen from a page. */
export function sittingAddress(sittingId: string, page: string): URL {
  const url = new URL(`/api/sittings/${sittingId}/ws`, page);
  url.protocol = url.protocol.replace('http', 'ws');
  return url;
}
