import type { Clock } from './tool.ts';

/** The time of a world, as clocks of terminals need it. */
export interface Timekeeper {
  nowMs(): number;
  readonly epochMs: number;
  /** World time of the next timer; undefined when nothing is ever going to happen. */
  nextTimerMs(): number | undefined;
  /** Moves the clock; recorded. */
  advance(ms: number): void;
}

/** `-w` and `-f` give up after this much world time without a wall clock, ms. */
const FOLLOW_LIMIT_MS = 900_000;

/** The clock of a script without a person: nobody else runs, and following means jumping. */
export function scriptClock(time: Timekeeper): Clock {
  const startMs = time.nowMs();
  return {
    nowMs: () => time.nowMs(),
    epochMs: time.epochMs,
    async sleep(ms) {
      time.advance(Math.max(0, ms));
    },
    async next(mode) {
      const dueMs = time.nextTimerMs();
      if (dueMs === undefined || (mode === 'follow' && time.nowMs() - startMs > FOLLOW_LIMIT_MS)) return 'idle';
      time.advance(Math.max(1, dueMs - time.nowMs()));
      return 'moved';
    },
  };
}
