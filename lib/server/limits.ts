/** What one address may ask for; a refusal says what, and when to come back. */

/** More was asked than is allowed. */
export class LimitExceeded extends Error {
  readonly code = 'limit_exceeded';
  readonly retryAfterS: number;

  constructor(message: string, retryAfterS: number) {
    super(message);
    this.retryAfterS = retryAfterS;
  }
}

export const GUEST_STARTS_A_MINUTE = 20;
export const GUEST_OPEN_SITTINGS = 5;

const MINUTE_MS = 60_000;

export interface StartLimit {
  /** Counts one start of that address, or throws `LimitExceeded`. */
  take(address: string): void;
}

/** A sliding minute; `nowMs` is handed in by tests. */
export function createStartLimit(perMinute: number, nowMs: () => number = Date.now): StartLimit {
  const starts = new Map<string, number[]>();
  const forgetOld = (now: number) => {
    for (const [address, times] of starts) if ((times.at(-1) ?? 0) <= now - MINUTE_MS) starts.delete(address);
  };
  return {
    take(address) {
      const now = nowMs();
      if (starts.size > 10_000) forgetOld(now);
      const recent = (starts.get(address) ?? []).filter((time) => time > now - MINUTE_MS);
      const oldest = recent[0];
      if (recent.length >= perMinute && oldest !== undefined) {
        const waitS = Math.ceil((oldest + MINUTE_MS - now) / 1000);
        throw new LimitExceeded(
          `${perMinute} labs were started from your address within a minute. Try again in ${waitS} s.`,
          waitS,
        );
      }
      starts.set(address, [...recent, now]);
    },
  };
}
