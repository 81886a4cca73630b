/**
 * What becomes of an edited Corefile: the kubelet puts it into the volume, the process finds it when `reload` ticks, and serves it or
 * stays on the one before.
 *
 * Models: https://github.com/coredns/coredns/blob/v1.14.0/plugin/reload/reload.go, https://github.com/coredns/caddy/blob/v1.1.1/caddy.go (Restart)
 * Differs: a file that cannot be parsed is complained of once, not at each tick; the checksum is that of the text.
 */
import { clusterTable } from '../../cluster.ts';
import { parseCorefile } from '../../dns/corefile.ts';
import { findCorefile } from '../../dns/corefile-source.ts';
import { nextLookMs, nextSyncMs, type RunningCorefile, runningCorefiles } from '../../dns/running-corefile.ts';
import { findWorkload } from '../../workloads/catalogue.ts';
import { containerKey, runningIdOf, runningSince } from '../../workloads/containers.ts';
import { configurationLines, coredns } from '../../workloads/coredns.ts';
import { appendLog } from '../../workloads/logs.ts';
import { isNodeCache } from '../../workloads/node-cache-flags.ts';
import { processOf } from '../../workloads/process.ts';
import type { Process } from '../../workloads/workload.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { findMemory, memoryTable } from '../kubelet/memory.ts';
import { readsObject } from '../kubelet/references.ts';
import { keyOf, nameOf, namespaceOf, type Pod, splitKey } from '../objects.ts';
import { noteChange } from '../silence.ts';
import { wake } from '../wake.ts';

/** An edit on its way keeps the cluster from being settled: looked at more often than silence lasts. */
const ON_ITS_WAY_MS = 50_000;

export const corednsReload: Controller = {
  name: 'coredns-reload',
  watches: {
    Pod: ({ object, previous }) => ofPod((object ?? previous) as Pod),
    ConfigMap: (change, { client }) => {
      const { name = '', namespace } = (change.object ?? change.previous)?.metadata ?? {};
      return client
        .list('Pod', namespace)
        .filter((pod) => readsObject(pod, 'ConfigMap', name))
        .flatMap(ofPod);
    },
  },
  reconcile(key, context) {
    const { namespace, name, rest: container = '' } = splitKey(key);
    const pod = context.client.find('Pod', name, namespace);
    const table = runningCorefiles(context.cluster);
    const known = table.get(key);
    const containerID = pod && runningIdOf(pod, container);
    if (!pod || containerID === undefined) {
      if (known) table.delete(key);
      return;
    }
    const process = processOf(context.cluster, pod, container);
    const running = known?.containerID === containerID ? known : begin(process, containerID);
    const next = running && proceed(running, process, context);
    if (next && next !== known) table.set(key, next);
  },
};

function ofPod(pod: Pod): string[] {
  return pod.spec.containers.filter(({ image = '' }) => isCoreDns(image)).map(({ name }) => containerKey(pod, name));
}

function isCoreDns(image: string): boolean {
  return findWorkload(image) === coredns || isNodeCache(image);
}

/** A process that has just started has read its file. */
function begin(process: Process, containerID: string): RunningCorefile | undefined {
  const text = findCorefile(process)?.text;
  const startedMs = runningSince(process.pod, process.container.name);
  if (text === undefined || startedMs === undefined) return undefined;
  return { containerID, startedMs, text, file: text, tried: text, tickingSinceMs: startedMs, loads: 0 };
}

/** Whatever is due of the way from the ConfigMap to the process. */
function proceed(before: RunningCorefile, process: Process, context: ControllerContext): RunningCorefile {
  const now = context.nowMs();
  const running = arrive(before, process, now);
  const look =
    running.file === running.tried ? undefined : nextLookMs(context.cluster, running, parseCorefile(running.text), now);
  const loaded = look === now ? load(running, process, context) : running;
  const due = [loaded.arrivesMs, look].filter((ms) => ms !== undefined && ms > now) as number[];
  if (due.length > 0) {
    noteChange(context.cluster.state);
    context.after(
      Math.min(...due.map((ms) => ms - now), ON_ITS_WAY_MS),
      containerKey(process.pod, process.container.name),
    );
  }
  return loaded;
}

function arrive(before: RunningCorefile, process: Process, now: number): RunningCorefile {
  const { arrivesMs, ...running } = before;
  const wanted = findCorefile(process)?.text ?? running.file;
  if (wanted === running.file) return arrivesMs === undefined ? before : running;
  const dueMs = arrivesMs ?? nextSyncMs(process.cluster, running, now);
  return dueMs <= now
    ? { ...running, file: wanted }
    : arrivesMs === undefined
      ? { ...running, arrivesMs: dueMs }
      : before;
}

function load(running: RunningCorefile, process: Process, context: ControllerContext): RunningCorefile {
  const { cluster, pod, container } = process;
  const parsed = parseCorefile(running.file);
  const key = containerKey(pod, container.name);
  const place = { namespace: namespaceOf(pod), pod: nameOf(pod), container: container.name };
  noteChange(cluster.state);
  const tried = { ...running, tried: running.file };
  if ('error' in parsed) {
    appendLog(cluster, place, ...complaints(parsed));
    return tried;
  }
  const next = { ...tried, text: running.file, tickingSinceMs: context.nowMs(), loads: running.loads + 1 };
  runningCorefiles(cluster).set(key, next);
  clusterTable(cluster, 'dnscache').delete(pod.metadata.uid ?? nameOf(pod));
  appendLog(cluster, place, '[INFO] Reloading', ...configurationLines(parsed), '[INFO] Reloading complete');
  endWhenFatal(process, context.nowMs());
  return next;
}

/** Models: the lines of https://github.com/coredns/coredns/issues/3783; a file that is no Corefile at all is not even tried. */
function complaints({ error, fault }: { readonly error: string; readonly fault: 'Syntax' | 'Directive' }): string[] {
  if (fault === 'Syntax') return [`[WARNING] plugin/reload: Corefile parse failed: ${error}`];
  return [
    '[INFO] Reloading',
    `[ERROR] Restart failed: ${error}`,
    `[ERROR] plugin/reload: Corefile changed but reload failed: starting with listener file descriptors: ${error}`,
  ];
}

/** A loop ends the process after a reload as it does after a start. */
function endWhenFatal(process: Process, now: number): void {
  const { cluster, pod, container } = process;
  const { exit, logs } = (findWorkload(container.image ?? '') ?? coredns).start(process);
  const memory = findMemory(cluster, pod);
  const standing = memory?.containers[container.name];
  if (!exit || exit.reason === 'OOMKilled' || !memory || !standing) return;
  appendLog(cluster, { namespace: namespaceOf(pod), pod: nameOf(pod), container: container.name }, logs.at(-1) ?? '');
  const ending = { ...standing, untilMs: now + exit.afterMs, exitCode: exit.code };
  memoryTable(cluster).set(keyOf(pod), { ...memory, containers: { ...memory.containers, [container.name]: ending } });
  wake(cluster, 'kubelet', keyOf(pod));
}
