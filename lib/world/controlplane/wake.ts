import type { Cluster } from '../cluster.ts';
import { nowMs, setTimer } from '../sim/clock.ts';

/** Wakes one controller from outside, at the next `runDue`: the world changed in a way that is no write to the API. */
export function wake(cluster: Cluster, controller: string, key: string): void {
  setTimer(cluster.state, { cluster: cluster.name, controller, key }, nowMs(cluster.state));
}
