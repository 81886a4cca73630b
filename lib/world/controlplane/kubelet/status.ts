/** A pod's status, rendered from what its kubelet remembers. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/kubelet/kubelet_pods.go (generateAPIPodStatus) */
import type { Container, ContainerState, ContainerStatus, PodStatus } from '../objects.ts';
import { internalAddresses } from './addresses.ts';
import { kubeletConditions } from './conditions.ts';
import { isSidecar } from './containers.ts';
import { qualifiedImage } from './images.ts';
import { type ContainerMemory, containerMemory, type PodSync, type Terminated } from './memory.ts';
import { phaseOf } from './phase.ts';
import { hasStarted, isReady } from './probes.ts';

export function renderStatus(sync: PodSync): PodStatus {
  const { pod, memory, now } = sync;
  const { initContainers = [], containers, ephemeralContainers = [] } = pod.spec;
  const inits = initContainers.map((container) => containerStatus(sync, container));
  const mains = containers.map((container) => containerStatus(sync, container));
  const phase = phaseOf(pod, inits, mains);
  const hostIPs = internalAddresses(sync.node);
  const { address, second } = memory.sandbox && memory.sandbox.readyAtMs <= now ? memory.sandbox : {};
  return {
    ...carriedOver(pod.status),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    phase,
    conditions: kubeletConditions(sync, phase, inits, mains),
    ...(hostIPs[0] === undefined ? {} : { hostIP: hostIPs[0] }),
    hostIPs: hostIPs.map((ip) => ({ ip })),
    ...(address === undefined
      ? {}
      : { podIP: address, podIPs: [{ ip: address }, ...(second === undefined ? [] : [{ ip: second }])] }),
    startTime: memory.startedAtMs,
    ...(inits.length ? { initContainerStatuses: inits } : {}),
    containerStatuses: mains,
    ...(ephemeralContainers.length
      ? { ephemeralContainerStatuses: ephemeralContainers.map((container) => ephemeralStatus(sync, container)) }
      : {}),
  };
}

/** What others wrote: the QoS class of the API server, the scheduler's nomination. */
function carriedOver({ qosClass, nominatedNodeName }: PodStatus): PodStatus {
  return { ...(qosClass ? { qosClass } : {}), ...(nominatedNodeName ? { nominatedNodeName } : {}) };
}

function containerStatus(sync: PodSync, container: Container): ContainerStatus {
  const memory = containerMemory(sync, container);
  const image = container.image ?? '';
  const runsOnce = (sync.pod.spec.initContainers?.includes(container) ?? false) && !isSidecar(container);
  const completed = memory.step === 'Exited' && memory.terminated?.exitCode === 0;
  const last = memory.step === 'CrashBackOff' ? memory.terminated : memory.last;
  return {
    name: container.name,
    state: stateOf(sync, memory),
    ...(last ? { lastState: { terminated: last } } : {}),
    ready: runsOnce ? completed : isReady(container, memory),
    restartCount: memory.restarts,
    image: memory.containerID ? qualifiedImage(image) : image,
    imageID: memory.imageID ?? '',
    ...(memory.containerID ? { containerID: memory.containerID } : {}),
    started: hasStarted(container, memory),
  };
}

/** Nothing probes it: it is never ready, and does not say whether it has started. */
function ephemeralStatus(sync: PodSync, container: Container): ContainerStatus {
  const { started: _, ...status } = containerStatus(sync, container);
  return { ...status, ready: false };
}

function stateOf(sync: PodSync, memory: ContainerMemory): ContainerState {
  switch (memory.step) {
    case 'New':
    case 'Pulling':
    case 'Creating':
      return restartingState(memory) ?? waiting(sync.pod.spec.initContainers ? 'PodInitializing' : 'ContainerCreating');
    case 'PullFailed':
      return waiting('ErrImagePull', memory.message);
    case 'PullBackOff':
      return waiting('ImagePullBackOff', memory.message);
    case 'ConfigError':
      return waiting(configReason(memory), memory.message);
    case 'Running':
      return { running: { startedAt: memory.startedAtMs ?? sync.now } };
    case 'Exited':
      return { terminated: memory.terminated as Terminated };
    case 'CrashBackOff':
      return waiting('CrashLoopBackOff', memory.message);
    default:
      throw new Error(`invariant: ${memory.step satisfies never}`);
  }
}

/** While it is being started again, a container still shows how it ended. */
function restartingState(memory: ContainerMemory): ContainerState | undefined {
  return memory.terminated ? { terminated: memory.terminated } : undefined;
}

function configReason({ message = '' }: ContainerMemory): string {
  return message.endsWith('pull policy of Never') ? 'ErrImageNeverPull' : 'CreateContainerConfigError';
}

function waiting(reason: string, message?: string): ContainerState {
  return { waiting: message === undefined ? { reason } : { reason, message } };
}
