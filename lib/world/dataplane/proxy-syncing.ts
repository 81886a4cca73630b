/** Where the kube-proxy of each node stands between a change that it watches and the rules in its kernel. */
import { type Cluster, clusterTable } from '../cluster.ts';

export interface Syncing {
  /** When its last sync was done, world ms. */
  readonly lastMs?: number;
  /** Its next one, when something has changed. */
  readonly dueMs?: number;
  /** Since when the oldest change waits; kept only where that will be long enough to count as ill. */
  readonly queuedMs?: number;
}

/** A change that waits longer than this makes kube-proxy ill: twice `syncPeriod`. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/cmd/kube-proxy/app/server.go (NewProxyHealthServer) */
export const HEALTH_TIMEOUT_MS = 60_000;

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
