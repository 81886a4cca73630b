/**
 * The Corefile that a running CoreDNS process serves, which is not always the one in its ConfigMap: the kubelet brings an edited file
 * with its next sync of the pod, and the process looks at it when its `reload` plugin ticks.
 *
 * Models: https://coredns.io/plugins/reload/, https://kubernetes.io/docs/concepts/configuration/configmap/#mounted-configmaps-are-updated-automatically
 */
import { type Cluster, clusterTable } from '../cluster.ts';
import { draw } from '../sim/random.ts';
import type { Corefile } from './corefile.ts';
import { durationMs } from './duration.ts';

export interface RunningCorefile {
  /** The process: a container started again has another one. */
  readonly containerID: string;
  readonly startedMs: number;
  /** What it serves. */
  readonly text: string;
  /** What the kubelet has put into the volume. */
  readonly file: string;
  /** What it last tried to load; a file that was refused is not tried twice. */
  readonly tried: string;
  /** When another file arrives in the volume, world ms. */
  readonly arrivesMs?: number;
  /** Since when its `reload` ticks, and for the how-manieth time. */
  readonly tickingSinceMs: number;
  readonly loads: number;
}

const NONE: readonly (readonly [string, RunningCorefile])[] = Object.freeze([]);

export function runningCorefiles(cluster: Cluster) {
  return clusterTable<RunningCorefile>(cluster, 'corefiles');
}

/** The same list as long as no process has loaded another file. */
export function listRunningCorefiles(cluster: Cluster): readonly (readonly [string, RunningCorefile])[] {
  const entries = runningCorefiles(cluster).entries();
  return entries.length === 0 ? NONE : entries;
}

interface Ticks {
  readonly intervalMs: number;
  readonly jitterMs: number;
}

const DEFAULT_TICKS: Ticks = { intervalMs: 30_000, jitterMs: 15_000 };

/** `reload [INTERVAL] [JITTER]` of the first block that has it; undefined: the process never looks again. */
function ticksOf(corefile: Corefile): Ticks | undefined {
  if ('error' in corefile) return undefined;
  const plugin = corefile.blocks.flatMap(({ plugins }) => plugins).find(({ name }) => name === 'reload');
  if (!plugin) return undefined;
  const [interval, jitter] = plugin.args.map(durationMs);
  const intervalMs = Math.max(2000, interval ?? DEFAULT_TICKS.intervalMs);
  const wishedMs = jitter ?? DEFAULT_TICKS.jitterMs;
  return { intervalMs, jitterMs: Math.min(wishedMs, intervalMs / 2) };
}

/**
 * The process's next look at its file, now or later. Undefined: it has no `reload`.
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/reload/setup.go (the jitter is drawn once, half before and half after)
 */
export function nextLookMs(cluster: Cluster, running: RunningCorefile, corefile: Corefile, now: number) {
  const ticks = ticksOf(corefile);
  if (!ticks) return undefined;
  const chance = draw(cluster.seed, 'reload-jitter', running.containerID, running.loads);
  const periodMs = Math.round(ticks.intervalMs + (chance - 0.5) * ticks.jitterMs);
  return nextOf(running.tickingSinceMs, periodMs, now);
}

/**
 * The kubelet's next sync of the pod, which brings edited ConfigMaps into its volumes: every 60 to 90 s.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/pod_workers.go (workerResyncIntervalJitterFactor 0.5 of syncFrequency 1 min)
 */
export function nextSyncMs(cluster: Cluster, running: RunningCorefile, now: number): number {
  const periodMs = Math.round(60_000 * (1 + draw(cluster.seed, 'pod-resync', running.containerID) / 2));
  return nextOf(running.startedMs, periodMs, now);
}

function nextOf(sinceMs: number, periodMs: number, now: number): number {
  return sinceMs + Math.max(1, Math.ceil((now - sinceMs) / periodMs)) * periodMs;
}
