/**
 * The life of one container, step by step: image, configuration, start, exit, back-off.
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kuberuntime/kuberuntime_manager.go (SyncPod)
 */
import type { ContainerEnd } from '../../apiserver/subresources/exec.ts';
import { clusterTable } from '../../cluster.ts';
import { DURATIONS } from '../../sim/durations.ts';
import { findWorkload } from '../../workloads/catalogue.ts';
import { containerKey } from '../../workloads/containers.ts';
import { appendLog, rotateLog } from '../../workloads/logs.ts';
import { processOf } from '../../workloads/process.ts';
import type { Start } from '../../workloads/workload.ts';
import { type Container, nameOf, namespaceOf, type Pod } from '../objects.ts';
import { containerEvent } from './events.ts';
import { hexText, imageId, isOnNode } from './images.ts';
import { type ContainerMemory, containerMemory, type PodSync, setContainer } from './memory.ts';
import { beginPull, endPull } from './pulling.ts';
import { findConfigError } from './references.ts';

/** Runs every step of the container that is due. Answers whether any was. */
export function stepContainer(sync: PodSync, container: Container): boolean {
  followImage(sync, container);
  followEnd(sync, container);
  const memory = containerMemory(sync, container);
  if (memory.untilMs === undefined || memory.untilMs > sync.now) return false;
  setContainer(sync, container, nextStep(sync, container, memory));
  return true;
}

/** A new image ends the running container, or makes an end of waiting for the old one. */
function followImage(sync: PodSync, container: Container): void {
  const memory = containerMemory(sync, container);
  if (memory.image === undefined || memory.image === container.image || memory.step === 'Exited') return;
  if (memory.step !== 'Running') {
    setContainer(sync, container, { ...memory, step: 'New', untilMs: sync.now, pullFailures: 0 });
    return;
  }
  const message = `Container ${container.name} definition changed, will be restarted`;
  containerEvent(sync, container, { type: 'Normal', reason: 'Killing', message });
  setContainer(sync, container, { ...exited(sync, container, memory, 0), crashes: 0, untilMs: sync.now });
}

/** The command was run by someone who is attached, and is over. */
function followEnd(sync: PodSync, container: Container): void {
  const ends = clusterTable<ContainerEnd>(sync.context.cluster, 'ends');
  const key = containerKey(sync.pod, container.name);
  const end = ends.get(key);
  if (!end) return;
  ends.delete(key);
  const memory = containerMemory(sync, container);
  if (memory.step !== 'Running' || memory.containerID !== end.containerID) return;
  setContainer(sync, container, exited(sync, container, memory, end.exitCode));
}

function nextStep(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  switch (memory.step) {
    case 'New':
    case 'PullBackOff':
    case 'ConfigError':
    case 'CrashBackOff':
      return begin(sync, container, memory);
    case 'Pulling':
    case 'PullFailed': {
      const pulled = endPull(sync, container, memory);
      return pulled.step === 'New' ? create(sync, container, pulled) : pulled;
    }
    case 'Creating':
      return start(sync, container, memory);
    case 'Running':
      return exited(sync, container, memory, memory.exitCode ?? 0);
    case 'Exited':
      return afterExit(sync, container, memory);
    default:
      throw new Error(`invariant: ${memory.step satisfies never}`);
  }
}

function begin(sync: PodSync, container: Container, before: ContainerMemory): ContainerMemory {
  const image = container.image ?? '';
  const memory = { ...before, image };
  const present = isOnNode(sync.context.cluster, nameOf(sync.node), image);
  if (present && container.imagePullPolicy !== 'Always') {
    containerEvent(sync, container, {
      type: 'Normal',
      reason: 'Pulled',
      message: `Container image "${image}" already present on machine and can be accessed by the pod`,
    });
    return create(sync, container, memory);
  }
  return beginPull(sync, container, memory);
}

function create(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  const problem = findConfigError(sync.pod, container, sync.context.client);
  if (problem !== undefined) {
    containerEvent(sync, container, { type: 'Warning', reason: 'Failed', message: `Error: ${problem}` });
    const untilMs = sync.now + DURATIONS.configErrorRetryMs;
    return { ...memory, step: 'ConfigError', untilMs, message: problem };
  }
  return { ...memory, step: 'Creating', untilMs: sync.now + DURATIONS.containerCreateMs + DURATIONS.containerStartMs };
}

function start(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  const { pod, now } = sync;
  const { cluster } = sync.context;
  containerEvent(sync, container, { type: 'Normal', reason: 'Created', message: 'Container created' });
  containerEvent(sync, container, { type: 'Normal', reason: 'Started', message: 'Container started' });
  const place = { namespace: namespaceOf(pod), pod: nameOf(pod), container: container.name };
  if (memory.terminated) rotateLog(cluster, place);
  const restarts = memory.terminated ? memory.restarts + 1 : memory.restarts;
  const started = findWorkload(container.image ?? '')?.start(processOf(cluster, pod, container.name));
  appendLog(cluster, place, ...(started?.logs ?? []));
  return {
    step: 'Running',
    image: container.image ?? '',
    restarts,
    pullFailures: 0,
    crashes: memory.crashes,
    startedAtMs: now,
    containerID: containerId(sync, container, restarts),
    imageID: imageId(container.image ?? ''),
    probes: {},
    ...(memory.terminated ? { last: memory.terminated } : {}),
    ...(started?.exit ? exitAt(now, started.exit) : {}),
  };
}

function containerId({ pod, context }: PodSync, container: Container, restarts: number): string {
  const random = context.random('container-id', `${pod.metadata.uid}/${container.name}/${restarts}`);
  return `containerd://${hexText(random, 64)}`;
}

function exitAt(now: number, { afterMs, code, reason }: NonNullable<Start['exit']>) {
  return { untilMs: now + afterMs, exitCode: code, ...(reason ? { exitReason: reason } : {}) };
}

/** The container's process has ended with that code. */
export function exited(
  sync: PodSync,
  container: Container,
  memory: ContainerMemory,
  exitCode: number,
): ContainerMemory {
  const { untilMs: _, exitCode: __, exitReason, ...rest } = memory;
  const startedAt = memory.startedAtMs ?? sync.now;
  const terminated = {
    exitCode,
    reason: exitCode === 0 ? 'Completed' : exitCode === memory.exitCode && exitReason ? exitReason : 'Error',
    startedAt,
    finishedAt: sync.now,
    containerID: memory.containerID ?? '',
  };
  const crashes = sync.now - startedAt > DURATIONS.backOffResetMs ? 0 : memory.crashes;
  const ended: ContainerMemory = { ...rest, step: 'Exited', terminated, crashes };
  return restarts(sync.pod, container, exitCode) ? { ...ended, untilMs: sync.now + DURATIONS.podSyncMs } : ended;
}

/** The first restart follows at once, later ones wait: 10 s, 20 s, 40 s … 5 min. */
function afterExit(sync: PodSync, container: Container, memory: ContainerMemory): ContainerMemory {
  const next = { ...memory, crashes: memory.crashes + 1 };
  if (memory.crashes === 0) return begin(sync, container, next);
  const delay = Math.min(DURATIONS.backOffMs * 2 ** (memory.crashes - 1), DURATIONS.maxBackOffMs);
  const { pod } = sync;
  const named = `${container.name} in pod ${nameOf(pod)}_${namespaceOf(pod)}(${pod.metadata.uid})`;
  containerEvent(sync, container, {
    type: 'Warning',
    reason: 'BackOff',
    message: `Back-off restarting failed container ${named}`,
  });
  const inPod = `pod=${nameOf(pod)}_${namespaceOf(pod)}(${pod.metadata.uid})`;
  const message = `back-off ${goMinutes(delay)} restarting failed container=${container.name} ${inPod}`;
  const since = memory.terminated?.finishedAt ?? sync.now;
  return { ...next, step: 'CrashBackOff', untilMs: since + delay, message };
}

/** `10s`, `2m40s`, `5m0s`: a Go duration of whole seconds. */
function goMinutes(ms: number): string {
  const seconds = Math.round(ms / 1000);
  return seconds < 60 ? `${seconds}s` : `${Math.floor(seconds / 60)}m${seconds % 60}s`;
}

/** Whether the kubelet starts the container again after that exit. */
export function restarts(pod: Pod, container: Container, exitCode: number): boolean {
  if (isSidecar(container)) return true;
  if (isEphemeral(pod, container)) return false;
  const policy = container.restartPolicy ?? pod.spec.restartPolicy ?? 'Always';
  const isInit = pod.spec.initContainers?.some(({ name }) => name === container.name) ?? false;
  if (policy === 'Never') return false;
  return exitCode !== 0 || (policy === 'Always' && !isInit);
}

/** Ephemeral containers are started once and never again. */
export function isEphemeral({ spec }: Pod, { name }: Container): boolean {
  return spec.ephemeralContainers?.some((one) => one.name === name) ?? false;
}

/** An init container that goes on running beside the others. */
export function isSidecar(container: Container): boolean {
  return container.restartPolicy === 'Always';
}
