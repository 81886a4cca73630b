/** Time passes for all clusters of a world at once: there is one clock, and each timer belongs to one of them. */
import { findNextTimer, nowMs, setNow } from '../sim/clock.ts';
import type { State } from '../sim/state.ts';
import type { Manager } from './manager.ts';
import { lastChangeMs } from './silence.ts';

/** Silence after which clusters count as settled, ms of world time (design section 9). */
const SILENCE_MS = 60_000;

/** Jumps from timer to timer up to that world time, ms, and stands there. */
export function advanceTo(state: State, managers: readonly Manager[], toMs: number): void {
  const end = Math.ceil(toMs);
  runUntil(state, managers, () => end);
  if (nowMs(state) < end) setNow(state, end);
}

/**
 * Jumps from timer to timer until 60 s pass in which nothing but probe results, restarts and events changed, at most
 * `limitMs` from now. Answers whether that came to pass.
 */
export function settle(state: State, managers: readonly Manager[], limitMs: number): 'Settled' | 'LimitReached' {
  const end = nowMs(state) + limitMs;
  const silentAt = () => lastChangeMs(state) + SILENCE_MS;
  runUntil(state, managers, () => Math.min(end, silentAt()));
  const timer = findNextTimer(state);
  return !timer || timer.dueMs > silentAt() ? 'Settled' : 'LimitReached';
}

function runUntil(state: State, managers: readonly Manager[], endMs: () => number): void {
  const runDue = () => {
    for (const manager of managers) manager.runDue();
  };
  runDue();
  for (let timer = findNextTimer(state); timer && timer.dueMs <= endMs(); timer = findNextTimer(state)) {
    setNow(state, Math.max(nowMs(state), timer.dueMs));
    runDue();
  }
}
