/** When something last changed that keeps the clusters from being settled. */
import { nowMs } from '../sim/clock.ts';
import type { State } from '../sim/state.ts';

const CLOCK = 'clock';
const CHANGED = 'changed';

export function noteChange(state: State): void {
  const table = state.table<number>(CLOCK);
  const now = nowMs(state);
  if (table.get(CHANGED) !== now) table.set(CHANGED, now);
}

/** World ms. */
export function lastChangeMs(state: State): number {
  return state.table<number>(CLOCK).get(CHANGED) ?? 0;
}
