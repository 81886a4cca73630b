/** Where the kube-proxy of each node stands between a change that it watches and the rules in its kernel. */
import { type Cluster, clusterTable } from '../cluster.ts';

export interface Syncing {
  /** Its last sync, world ms. */
  readonly lastMs?: number;
  /** Its next one, when something has changed. */
  readonly dueMs?: number;
}

/** Key: the node's name. */
export function syncing(cluster: Cluster) {
  return clusterTable<Syncing>(cluster, 'proxysync');
}

/** When every change so far is in the rules of every node, world ms; undefined: it is already. */
export function rulesDueMs(cluster: Cluster): number | undefined {
  const due = syncing(cluster)
    .entries()
    .flatMap(([, { dueMs }]) => dueMs ?? []);
  return due.length > 0 ? Math.max(...due) : undefined;
}
