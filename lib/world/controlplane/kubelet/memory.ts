/**
 * What a node's kubelet remembers of a pod between two looks at it: a value in the world's state. The pod's status is
 * rendered from it and never read back, except for conditions that others write.
 */
import { type Cluster, clusterTable } from '../../cluster.ts';
import type { ControllerContext } from '../controller.ts';
import { type Container, keyOf, type Node, type Pod } from '../objects.ts';

export type ProbeKind = 'Startup' | 'Readiness' | 'Liveness';

export interface ProbeMemory {
  /** When it runs next, world ms; absent while its verdict cannot change by itself. */
  readonly nextMs?: number;
  readonly successes: number;
  readonly failures: number;
  readonly verdict: 'Unknown' | 'Success' | 'Failure';
}

export interface Terminated {
  readonly exitCode: number;
  readonly reason: string;
  readonly startedAt: number;
  readonly finishedAt: number;
  readonly containerID: string;
}

/** Where a container stands; `untilMs` says when its step ends by itself, absent when it never does. */
export interface ContainerMemory {
  readonly step:
    | 'New'
    | 'Pulling'
    | 'PullFailed'
    | 'PullBackOff'
    | 'ConfigError'
    | 'Creating'
    | 'Running'
    | 'Exited'
    | 'CrashBackOff';
  readonly untilMs?: number;
  /** Why it waits, as its status says it. */
  readonly message?: string;
  /** The image it was begun with: another one in the spec makes it start anew. */
  readonly image?: string;
  readonly restarts: number;
  readonly pullFailures: number;
  /** Exits in a row that count for the back-off. */
  readonly crashes: number;
  readonly startedAtMs?: number;
  readonly containerID?: string;
  readonly imageID?: string;
  /** The exit that `untilMs` of a running container leads to. */
  readonly exitCode?: number;
  readonly exitReason?: string;
  readonly terminated?: Terminated;
  readonly last?: Terminated;
  readonly probes: { readonly [K in ProbeKind]?: ProbeMemory };
}

export interface PodMemory {
  readonly uid: string;
  readonly startedAtMs: number;
  readonly mounts: { readonly ready: boolean; readonly failures: number; readonly retryMs?: number };
  /** `second` is the address of the other family, of a pod that has both. */
  readonly sandbox?: { readonly address: string; readonly second?: string; readonly readyAtMs: number };
  readonly containers: { readonly [name: string]: ContainerMemory };
  /** Set once the pod is being deleted; the pod is gone at `untilMs`. */
  readonly stopping?: { readonly untilMs: number };
}

/** One look of a kubelet at one pod. `memory` is replaced, never changed in place. */
export interface PodSync {
  readonly pod: Pod;
  readonly node: Node;
  readonly context: ControllerContext;
  readonly now: number;
  memory: PodMemory;
}

const NEW_CONTAINER: ContainerMemory = Object.freeze({
  step: 'New',
  untilMs: Number.MIN_SAFE_INTEGER,
  restarts: 0,
  pullFailures: 0,
  crashes: 0,
  probes: Object.freeze({}),
});

export function memoryTable(cluster: Cluster) {
  return clusterTable<PodMemory>(cluster, 'kubelet');
}

/** The memory of this very pod; a namesake's is not. */
export function findMemory(cluster: Cluster, pod: Pod): PodMemory | undefined {
  const memory = memoryTable(cluster).get(keyOf(pod));
  return memory?.uid === pod.metadata.uid ? memory : undefined;
}

export function newMemory(pod: Pod, nowMs: number): PodMemory {
  return { uid: pod.metadata.uid ?? '', startedAtMs: nowMs, mounts: { ready: false, failures: 0 }, containers: {} };
}

export function containerMemory(sync: PodSync, container: Container): ContainerMemory {
  return sync.memory.containers[container.name] ?? NEW_CONTAINER;
}

export function setContainer(sync: PodSync, container: Container, memory: ContainerMemory): void {
  sync.memory = { ...sync.memory, containers: { ...sync.memory.containers, [container.name]: memory } };
}
