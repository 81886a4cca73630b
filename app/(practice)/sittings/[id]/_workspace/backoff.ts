const FIRST_MS = 300;
const LONGEST_MS = 15_000;

/**
 * How long to wait before connecting again: doubles from 300 ms to 15 s, of which the upper half is chance, so that
 * many pages do not come back in one wave. `attempt` counts from 0, `chance` is in [0, 1).
 */
export function backoffMs(attempt: number, chance: number): number {
  const full = Math.min(LONGEST_MS, FIRST_MS * 2 ** attempt);
  return Math.round(full / 2 + (full / 2) * chance);
}
