/** What containers wrote to their standard streams. Lines live in the world's state, so a probe's lines die with its fork. */
import { type Cluster, clusterTable } from '../cluster.ts';
import { nowMs } from '../sim/clock.ts';

export interface LogLine {
  /** World time in ms. */
  readonly atMs: number;
  readonly text: string;
}

/** Lines in pieces, so that an append copies one piece and not all. */
interface StoredLog {
  readonly full: readonly (readonly LogLine[])[];
  readonly last: readonly LogLine[];
}

const EMPTY: StoredLog = { full: [], last: [] };
const PIECE = 32;

/** Differs: the kubelet rotates at 10 MiB; here the newest 512 lines or so of a container are kept. */
const MAX_PIECES = 16;

function logsOf(cluster: Cluster) {
  return clusterTable<StoredLog>(cluster, 'logs');
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
  table.set(
    key,
    texts.reduce((log, text) => append(log, { atMs, text }), table.get(key) ?? EMPTY),
  );
}

function append({ full, last }: StoredLog, line: LogLine): StoredLog {
  const grown = [...last, line];
  if (grown.length < PIECE) return { full, last: grown };
  return { full: [...full.slice(-(MAX_PIECES - 1)), grown], last: [] };
}

/** The lines of the running container, or of the one before its last restart. Undefined: that one never ran. */
export function findLog(
  cluster: Cluster,
  place: { namespace: string; pod: string; container: string },
  instance: 'Current' | 'Previous' = 'Current',
): readonly LogLine[] | undefined {
  const key = keyOf(place.namespace, place.pod, place.container);
  const log = logsOf(cluster).get(instance === 'Current' ? key : `${key}/previous`);
  return log && [...log.full.flat(), ...log.last];
}

/** Called by the kubelet before a container starts: what it wrote so far becomes the previous instance's log. */
export function rotateLog(cluster: Cluster, place: { namespace: string; pod: string; container: string }): void {
  const table = logsOf(cluster);
  const key = keyOf(place.namespace, place.pod, place.container);
  const log = table.get(key);
  if (log) table.set(`${key}/previous`, log);
  table.set(key, EMPTY);
}

/** Called when a pod is gone: its logs go with it. */
export function deleteLogs(cluster: Cluster, namespace: string, pod: string): void {
  const table = logsOf(cluster);
  const prefix = `${namespace}/${pod}/`;
  for (const [key] of table.entries()) if (key.startsWith(prefix)) table.delete(key);
}
