/**
 * A few of just-bash's commands ask the host for time and chance by themselves (awk's rand, printf's %(…)T, jq's now,
 * find -mmin, $RANDOM inside eval). While such a line computes, these two answers are replaced. The globals belong to the
 * whole thread, on which lines of many sittings lie across each other: so one line has the turn, others that may ask wait
 * for it, and a line gives it away whenever it waits (one of our own commands, an answer of the person) or has ended.
 * The code of just-bash's commands is loaded before the first such line: loading lets other tasks of the thread come in
 * between, and they would see the replaced answers.
 * Differs: they still may while such a line waits for the host's digests (sha1sum, sha256sum).
 */
import { preloadCommands } from './preload.ts';

const HOST_RANDOM = Math.random;
// biome-ignore lint/style/noRestrictedGlobals: this is the one place that keeps the host's clock away from a line.
const HOST = Date;
const HOST_NOW = HOST.now;

const ASKS_HOST =
  /\brand\b|\bRANDOM\b|%\([^)]*\)T|\bnow\b|\bfind\b.*\s-(?:[acm](?:time|min)|newer)|\bsort\b.*\s-\w*R|\beval\b|\bsource\b|(?:^|[;&|\s])\.\s|\bx?trace\b|\b(?:ba)?sh\s|\.sh\b|\bSECONDS\b/;

export interface HostGuard {
  /** Gives the host's answers back, and the turn to the next line, while something else runs. */
  pause(): void;
  /** Resolves when the line has the turn and its own answers are in place. */
  resume(): Promise<void>;
}

const NO_GUARD: HostGuard = { pause: () => {}, resume: async () => {} };

/** Whose answers are in place on this thread, and who waits for the turn, first come first served. */
class Turns {
  #owner: object | undefined;
  readonly #waiting: { readonly who: object; readonly start: () => void }[] = [];

  async take(who: object): Promise<void> {
    if (this.#owner === who) return;
    if (this.#owner === undefined) this.#owner = who;
    else await new Promise<void>((start) => this.#waiting.push({ who, start }));
  }

  /** False when another has the turn. */
  give(who: object): boolean {
    if (this.#owner !== who) return false;
    const next = this.#waiting.shift();
    this.#owner = next?.who;
    next?.start();
    return true;
  }
}

const TURNS = new Turns();

/** Replaces nothing when no text can ask the host. The answers are in place after the first `resume`. */
export function guardHost(texts: readonly string[], random: () => number, unixMs: () => number): HostGuard {
  if (!texts.some((text) => ASKS_HOST.test(text))) return NO_GUARD;
  const line = {};
  return {
    async resume() {
      await preloadCommands();
      await TURNS.take(line);
      Math.random = random;
      HOST.now = unixMs;
    },
    pause() {
      if (!TURNS.give(line)) return;
      Math.random = HOST_RANDOM;
      HOST.now = HOST_NOW;
    },
  };
}
