/** The containers of a pod, and which of them run. */
import type { Container, ContainerStatus, Pod } from '../api/core/v1/pod.schema.ts';

/** Init containers with `restartPolicy: Always` (sidecars) and others, the pod's own containers, then those that debug it. */
export function containersOf(pod: Pod): readonly Container[] {
  const { initContainers = [], containers = [], ephemeralContainers = [] } = pod.spec ?? {};
  return [...(initContainers as readonly Container[]), ...containers, ...ephemeralContainers];
}

function statusesOf({ status }: Pod): readonly ContainerStatus[] {
  const { initContainerStatuses = [], containerStatuses = [], ephemeralContainerStatuses = [] } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses, ...ephemeralContainerStatuses];
}

/**
 * World time since which a container runs; undefined when it does not.
 * A pod given by hand as Running, without container statuses, counts as running all along.
 */
export function runningSince(pod: Pod, container: string): number | undefined {
  const statuses = statusesOf(pod);
  const { status } = pod;
  if (statuses.length === 0) return status?.phase === 'Running' ? -Number.MAX_SAFE_INTEGER : undefined;
  const running = statuses.find(({ name }) => name === container)?.state?.running;
  return running ? Number(running.startedAt ?? 0) : undefined;
}

/** `<namespace>/<pod>/<container>`: how tables name a container. */
export function containerKey({ metadata }: Pod, container: string): string {
  return `${metadata.namespace}/${metadata.name}/${container}`;
}

/** The id of a container's process; undefined while it does not run. */
export function runningIdOf(pod: Pod, container: string): string | undefined {
  const found = statusesOf(pod).find(({ name }) => name === container);
  return found?.state?.running ? found.containerID : undefined;
}
