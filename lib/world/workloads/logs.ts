/** What containers wrote to their standard streams. Lines live in the world's state, so a probe's lines die with its fork. */
import { type Cluster, clusterTable } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';

export interface LogLine {
  /** World time in ms. */
  readonly atMs: number;
  readonly text: string;
}

/** Differs: the kubelet rotates at 10 MiB; here the newest 500 lines of a container are kept. */
const MAX_LINES = 500;

function logsOf(cluster: Cluster) {
  return clusterTable<readonly LogLine[]>(cluster, 'logs');
}

function keyOf(namespace: string, pod: string, container: string): string {
  return `${namespace}/${pod}/${container}`;
}

/** Appends lines at the current world time. */
export function appendLog(
  cluster: Cluster,
  place: { namespace: string; pod: string; container: string },
  ...texts: readonly string[]
): void {
  if (texts.length === 0) return;
  const table = logsOf(cluster);
  const key = keyOf(place.namespace, place.pod, place.container);
  const atMs = nowMs(cluster.state);
  const before = table.get(key) ?? [];
  const room = MAX_LINES - texts.length;
  const kept = before.length > room ? before.slice(before.length - room) : before;
  table.set(key, [...kept, ...texts.map((text) => ({ atMs, text }))]);
}

/** The lines of the running container, or of the one before its last restart. Undefined: that one never ran. */
export function findLog(
  cluster: Cluster,
  place: { namespace: string; pod: string; container: string },
  instance: 'Current' | 'Previous' = 'Current',
): readonly LogLine[] | undefined {
  const key = keyOf(place.namespace, place.pod, place.container);
  return logsOf(cluster).get(instance === 'Current' ? key : `${key}/previous`);
}

/** Called by the kubelet before a container starts: what it wrote so far becomes the previous instance's log. */
export function rotateLog(cluster: Cluster, place: { namespace: string; pod: string; container: string }): void {
  const table = logsOf(cluster);
  const key = keyOf(place.namespace, place.pod, place.container);
  const lines = table.get(key);
  if (lines) table.set(`${key}/previous`, lines);
  table.set(key, []);
}

/** Called when a pod is gone: its logs go with it. */
export function deleteLogs(cluster: Cluster, namespace: string, pod: string): void {
  const table = logsOf(cluster);
  const prefix = `${namespace}/${pod}/`;
  for (const [key] of table.entries()) if (key.startsWith(prefix)) table.delete(key);
}
