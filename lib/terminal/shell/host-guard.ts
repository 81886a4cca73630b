/**
 * A few of just-bash's commands ask the host for time and chance by themselves (awk's rand, printf's %(…)T, jq's now,
 * find -mmin, $RANDOM inside eval). While a line that may do so runs, these two answers are replaced; they are given
 * back whenever one of our own commands runs or the line has ended.
 */

const HOST_RANDOM = Math.random;
// biome-ignore lint/style/noRestrictedGlobals: this is the one place that keeps the host's clock away from a line.
const HOST = Date;
const HOST_NOW = HOST.now;

const ASKS_HOST =
  /\brand\b|\bRANDOM\b|%\([^)]*\)T|\bnow\b|\bfind\b.*\s-(?:[acm](?:time|min)|newer)|\bsort\b.*\s-\w*R|\beval\b|\bsource\b|(?:^|[;&|\s])\.\s|\bx?trace\b|\b(?:ba)?sh\s|\.sh\b|\bSECONDS\b/;

export interface HostGuard {
  /** Gives the host's answers back while something else runs. */
  pause(): void;
  resume(): void;
}

const NO_GUARD: HostGuard = { pause: () => {}, resume: () => {} };

/** Replaces nothing when no text can ask the host. */
export function guardHost(texts: readonly string[], random: () => number, unixMs: () => number): HostGuard {
  if (!texts.some((text) => ASKS_HOST.test(text))) return NO_GUARD;
  const resume = () => {
    Math.random = random;
    HOST.now = unixMs;
  };
  resume();
  return {
    resume,
    pause() {
      Math.random = HOST_RANDOM;
      HOST.now = HOST_NOW;
    },
  };
}
