/** The kubelets of all nodes: one key for each pod. Models: https://github.com/kubernetes/kubernetes/tree/v1.35.0/pkg/kubelet */
import type { Change } from '../../apiserver/client.ts';
import type { Cluster } from '../../cluster.ts';
import { isKubeletRunning } from '../../machines.ts';
import { deleteLogs } from '../../workloads/logs.ts';
import type { Controller, ControllerContext } from '../controller.ts';
import { freeAddress } from '../kubelet/addresses.ts';
import { exited, isSidecar, stepContainer } from '../kubelet/containers.ts';
import { containerEvent } from '../kubelet/events.ts';
import {
  containerMemory,
  findMemory,
  memoryTable,
  newMemory,
  type PodMemory,
  type PodSync,
  setContainer,
} from '../kubelet/memory.ts';
import { hasStarted, INPUTS, rouse, runProbes } from '../kubelet/probes.ts';
import { readsObject } from '../kubelet/references.ts';
import { isMounted, isSandboxReady } from '../kubelet/sandbox.ts';
import { renderStatus } from '../kubelet/status.ts';
import { beginStopping, endContainers, exitCode } from '../kubelet/stopping.ts';
import { type Container, keyOf, namespaceOf, type Pod, splitKey } from '../objects.ts';
import { isPodTerminal } from '../pod-state.ts';
import { isSame } from '../same.ts';

const NAME = 'kubelet';

export const kubelet: Controller = {
  name: NAME,
  watches: {
    Pod: podKeys,
    ConfigMap: (change, context) => readerKeys('ConfigMap', change, context),
    Secret: (change, context) => readerKeys('Secret', change, context),
  },
  reconcile(key, context) {
    const { namespace, name, rest } = splitKey(key);
    if (rest === 'machine') {
      syncNode(name, context);
      return;
    }
    const pod = context.client.find('Pod', name, namespace);
    if (pod) look(pod, rest, context);
    else forget(`${namespace}/${name}`, context);
  },
};

/** What the pod's own kubelet does about it, if that is up. */
function look(pod: Pod, because: string | undefined, context: ControllerContext): void {
  const node = pod.spec.nodeName ? context.client.find('Node', pod.spec.nodeName) : undefined;
  if (!node || !isKubeletRunning(context.cluster, node.metadata.name)) return;
  forgetNamesake(pod, context);
  if (isPodTerminal(pod)) {
    finishTerminal(pod, context);
    return;
  }
  const memory = findMemory(context.cluster, pod) ?? newMemory(pod, context.nowMs());
  const sync: PodSync = { pod, node, context, memory, now: context.nowMs() };
  if (because === INPUTS) rouse(sync, containersOf(pod));
  syncPod(sync);
  if (sync.memory.stopping && sync.memory.stopping.untilMs <= sync.now) remove(sync);
  else keep(sync, memory);
}

/** A status that the kubelet itself wrote is no news, unless the pod waits for conditions of others. */
function podKeys(change: Change): string[] {
  if (change.kind !== 'Pod') return [];
  const { object: pod, previous } = change;
  if (!pod) return previous ? [keyOf(previous)] : [];
  if (!pod.spec.nodeName) return [];
  const news =
    previous?.spec.nodeName !== pod.spec.nodeName ||
    previous.metadata.generation !== pod.metadata.generation ||
    previous.metadata.deletionTimestamp !== pod.metadata.deletionTimestamp ||
    !!pod.spec.readinessGates?.length;
  return news ? [keyOf(pod)] : [];
}

function readerKeys(kind: 'ConfigMap' | 'Secret', change: Change, { client }: ControllerContext): string[] {
  const object = change.object ?? change.previous;
  if (!object) return [];
  const { name, namespace } = object.metadata;
  const readers = client.list('Pod', namespace).filter((pod) => readsObject(pod, kind, name ?? ''));
  return readers.map((pod) => `${keyOf(pod)}/${INPUTS}`);
}

function syncNode(node: string, { client, after }: ControllerContext): void {
  for (const pod of client.list('Pod')) if (pod.spec.nodeName === node) after(0, keyOf(pod));
}

function syncPod(sync: PodSync): void {
  if (sync.pod.metadata.deletionTimestamp !== undefined) stop(sync);
  else run(sync);
}

/** Remembers, reports and sets the alarm. */
function keep(sync: PodSync, before: PodSync['memory']): void {
  const { pod, context } = sync;
  const table = memoryTable(context.cluster);
  if (sync.memory !== before || !table.get(keyOf(pod))) table.set(keyOf(pod), sync.memory);
  const status = renderStatus(sync);
  const written = isSame(status, pod.status) ? pod : context.client.updateStatus('Pod', { ...pod, status });
  if (isPodTerminal(written)) finishTerminal(written, context);
  setTimer(sync);
}

function run(sync: PodSync): void {
  if (!isMounted(sync) || !isSandboxReady(sync)) return;
  for (let progress = true; progress; ) {
    progress = false;
    for (const container of listEligible(sync)) {
      if (stepContainer(sync, container)) progress = true;
      if (probe(sync, container)) progress = true;
    }
  }
}

/** Those that debug are started first; init containers one after the other; the pod's own once all of them are through. */
function listEligible(sync: PodSync): readonly Container[] {
  const eligible: Container[] = [...(sync.pod.spec.ephemeralContainers ?? [])];
  for (const container of sync.pod.spec.initContainers ?? []) {
    eligible.push(container);
    const memory = containerMemory(sync, container);
    const through = isSidecar(container)
      ? hasStarted(container, memory) || memory.terminated !== undefined
      : memory.step === 'Exited' && memory.terminated?.exitCode === 0;
    if (!through) return eligible;
  }
  return [...eligible, ...sync.pod.spec.containers];
}

function probe(sync: PodSync, container: Container): boolean {
  const failed = runProbes(sync, container);
  if (!failed) return false;
  containerEvent(sync, container, {
    type: 'Normal',
    reason: 'Killing',
    message: `Container ${container.name} failed ${failed.toLowerCase()} probe, will be restarted`,
  });
  const memory = containerMemory(sync, container);
  setContainer(sync, container, exited(sync, container, memory, exitCode(sync, container)));
  return true;
}

function stop(sync: PodSync): void {
  if (!sync.memory.stopping) {
    const untilMs = beginStopping(sync, containersOf(sync.pod));
    sync.memory = { ...sync.memory, stopping: { untilMs } };
    return;
  }
  for (const container of listEligible(sync)) {
    const memory = containerMemory(sync, container);
    if (memory.step === 'Running') runProbes(sync, container);
  }
}

/** Last status, then the object itself: the kubelet confirms a graceful deletion with grace 0. */
function remove(sync: PodSync): void {
  const { pod, context } = sync;
  endContainers(sync, containersOf(pod));
  const { client } = context;
  client.updateStatus('Pod', { ...pod, status: renderStatus(sync) });
  client.delete('Pod', pod.metadata.name, namespaceOf(pod), { gracePeriodSeconds: 0 });
}

function finishTerminal(pod: Pod, { client, cluster }: ControllerContext): void {
  const memory = findMemory(cluster, pod);
  if (memory) freeAddresses(cluster, memory);
  if (pod.metadata.deletionTimestamp === undefined) return;
  client.delete('Pod', pod.metadata.name, namespaceOf(pod), { gracePeriodSeconds: 0 });
}

function forgetNamesake(pod: Pod, context: ControllerContext): void {
  const standing = memoryTable(context.cluster).get(keyOf(pod));
  if (standing && standing.uid !== pod.metadata.uid) forget(keyOf(pod), context);
}

function freeAddresses(cluster: Cluster, { sandbox, uid }: PodMemory): void {
  for (const address of [sandbox?.address, sandbox?.second])
    if (address !== undefined) freeAddress(cluster, address, uid);
}

/** The pod is gone: its address cools down, its logs and its memory go. */
function forget(key: string, { cluster, never }: ControllerContext): void {
  const table = memoryTable(cluster);
  const memory = table.get(key);
  if (!memory) return;
  freeAddresses(cluster, memory);
  const { namespace, name } = splitKey(key);
  deleteLogs(cluster, namespace, name);
  table.delete(key);
  never(key);
}

/** One timer for the pod: the earliest thing that can happen to it by itself. */
function setTimer(sync: PodSync): void {
  const { context, pod, now } = sync;
  context.never(keyOf(pod));
  const due = listDue(sync).filter((ms) => ms > now);
  if (due.length > 0) context.after(Math.min(...due) - now, keyOf(pod));
}

function listDue(sync: PodSync): number[] {
  const { memory } = sync;
  const probes = (container: Container): number[] =>
    Object.values(containerMemory(sync, container).probes).flatMap(({ nextMs }) => nextMs ?? []);
  if (memory.stopping) return [memory.stopping.untilMs, ...containersOf(sync.pod).flatMap(probes)];
  if (!memory.mounts.ready) return memory.mounts.retryMs === undefined ? [] : [memory.mounts.retryMs];
  if (memory.sandbox && memory.sandbox.readyAtMs > sync.now) return [memory.sandbox.readyAtMs];
  return listEligible(sync).flatMap((container) =>
    [containerMemory(sync, container).untilMs ?? [], probes(container)].flat(),
  );
}

function containersOf(pod: Pod): readonly Container[] {
  const { initContainers, containers, ephemeralContainers } = pod.spec;
  if (!initContainers && !ephemeralContainers) return containers;
  return [...(initContainers ?? []), ...containers, ...(ephemeralContainers ?? [])];
}
