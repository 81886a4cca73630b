/**
 * The virtual clock and its timers: data in the state, never closures, so that a fork, a snapshot and a replay carry
 * them along. Times are whole milliseconds since the world's epoch; a template's past is negative.
 */
import type { State } from './state.ts';

export interface Timer {
  readonly dueMs: number;
  /** Ties are broken by the order in which timers were set. */
  readonly seq: number;
  /** Whose controller it is. */
  readonly cluster: string;
  readonly controller: string;
  readonly key: string;
}

/** Whom a timer wakes. */
export type TimerOwner = Pick<Timer, 'cluster' | 'controller' | 'key'>;

const CLOCK = 'clock';
const TIMERS = 'timers';

export function nowMs(state: State): number {
  return state.table<number>(CLOCK).get('now') ?? 0;
}

/** Moves the clock forward; the caller runs what became due. */
export function setNow(state: State, toMs: number): void {
  state.table<number>(CLOCK).set('now', toMs);
}

/** Asks for `reconcile(key)` of that controller at `dueMs`; of two wishes for one key the earlier stands. */
export function setTimer(state: State, owner: TimerOwner, dueMs: number): void {
  const timers = state.table<Timer>(TIMERS);
  const id = idOf(owner);
  const standing = timers.get(id);
  if (standing && standing.dueMs <= dueMs) return;
  const clock = state.table<number>(CLOCK);
  const seq = (clock.get('seq') ?? 0) + 1;
  clock.set('seq', seq);
  timers.set(id, { dueMs, seq, ...owner });
}

export function clearTimer(state: State, owner: TimerOwner): void {
  const timers = state.table<Timer>(TIMERS);
  const id = idOf(owner);
  if (timers.get(id)) timers.delete(id);
}

function idOf({ cluster, controller, key }: TimerOwner): string {
  return `${cluster}|${controller}|${key}`;
}

/** The next timer by (due, seq), if any: of one cluster, or of all. */
export function findNextTimer(state: State, cluster?: string): Timer | undefined {
  let next: Timer | undefined;
  for (const [, timer] of state.table<Timer>(TIMERS).entries()) {
    if (cluster !== undefined && timer.cluster !== cluster) continue;
    if (!next || timer.dueMs < next.dueMs || (timer.dueMs === next.dueMs && timer.seq < next.seq)) next = timer;
  }
  return next;
}
