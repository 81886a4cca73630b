/** When something last changed that keeps a cluster from being settled. */
import type { Cluster } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';

const CLOCK = 'clock';
const CHANGED = 'changed';

export function noteChange(cluster: Cluster): void {
  const table = cluster.state.table<number>(CLOCK);
  const now = nowMs(cluster.state);
  if (table.get(CHANGED) !== now) table.set(CHANGED, now);
}

/** World ms. */
export function lastChangeMs(cluster: Cluster): number {
  return cluster.state.table<number>(CLOCK).get(CHANGED) ?? 0;
}
