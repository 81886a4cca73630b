/** Where the kube-proxy of each node stands between a change that it watches and the rules in its kernel. */
import { type Cluster, clusterTable } from '../cluster.ts';
import type { RuleSet } from './compile/rule-set.ts';

/** Everything is written, or what has changed. */
export type SyncKind = 'full' | 'partial';

export interface Syncing {
  /** When its last sync was done, world ms. */
  readonly lastMs?: number;
  /** When the sync that is under way will be done; its rules stand in `rulesUnderway`. */
  readonly doneMs?: number;
  /** What that sync is. */
  readonly doing?: { readonly kind: SyncKind; readonly tookMs: number };
  /** When the next one will be done, where something has changed that no sync has begun with. */
  readonly dueMs?: number;
  /** When that one will begin; absent: it takes no time worth telling. */
  readonly startMs?: number;
  /** Since when the oldest change waits; kept only where that will be long enough to count as ill. */
  readonly queuedMs?: number;
  /** When everything was last written, and not only what had changed. */
  readonly fullMs?: number;
  readonly full?: SyncTimes;
  readonly partial?: SyncTimes;
}

/** How long syncs took. */
export interface SyncTimes {
  readonly sumMs: number;
  /** Syncs by the first of the bounds that holds them; the last entry is those beyond all. */
  readonly counts: readonly number[];
}

/** Upper bounds, ms. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/proxy/metrics/metrics.go (ExponentialBuckets(0.001, 2, 15)) */
export const SYNC_BOUNDS_MS: readonly number[] = Array.from({ length: 15 }, (_, at) => 2 ** at);

export function addSync(times: SyncTimes | undefined, tookMs: number): SyncTimes {
  const found = SYNC_BOUNDS_MS.findIndex((bound) => tookMs <= bound);
  const at = found < 0 ? SYNC_BOUNDS_MS.length : found;
  const before = times?.counts ?? [...SYNC_BOUNDS_MS, 0].map(() => 0);
  return {
    sumMs: (times?.sumMs ?? 0) + tookMs,
    counts: before.map((count, index) => (index === at ? count + 1 : count)),
  };
}

/** A change that waits longer than this makes kube-proxy ill: twice `syncPeriod`. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/cmd/kube-proxy/app/server.go (NewProxyHealthServer) */
export const HEALTH_TIMEOUT_MS = 60_000;

/** Key: the node's name. */
export function syncing(cluster: Cluster) {
  return clusterTable<Syncing>(cluster, 'proxysync');
}

/** Rules that are on their way into the kernel: a sync has begun with them and is not done. Key: the node's name. */
export function rulesUnderway(cluster: Cluster) {
  return clusterTable<RuleSet>(cluster, 'proxyunderway');
}

/** When every change so far is in the rules of every node, world ms; undefined: it is already. */
export function rulesDueMs(cluster: Cluster): number | undefined {
  const due = syncing(cluster)
    .entries()
    .flatMap(([, { dueMs, doneMs }]) => dueMs ?? doneMs ?? []);
  return due.length > 0 ? Math.max(...due) : undefined;
}
