/** The containers of a pod, and which of them run. */
import type { Container, Pod } from '../api/core/v1/pod.schema.ts';

/** Init containers with `restartPolicy: Always` (sidecars) and others, then the pod's own containers. */
export function containersOf(pod: Pod): readonly Container[] {
  return [...((pod.spec?.initContainers ?? []) as readonly Container[]), ...(pod.spec?.containers ?? [])];
}

/**
 * World time since which a container runs; undefined when it does not.
 * A pod given by hand as Running, without container statuses, counts as running all along.
 */
export function runningSince(pod: Pod, container: string): number | undefined {
  const status = pod.status;
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  if (statuses.length === 0) return status?.phase === 'Running' ? -Number.MAX_SAFE_INTEGER : undefined;
  const running = statuses.find(({ name }) => name === container)?.state?.running;
  return running ? Number(running.startedAt ?? 0) : undefined;
}

/** `<namespace>/<pod>/<container>`: how tables name a container. */
export function containerKey({ metadata }: Pod, container: string): string {
  return `${metadata.namespace}/${metadata.name}/${container}`;
}

/** The id of a container's process; undefined while it does not run. */
export function runningIdOf({ status }: Pod, container: string): string | undefined {
  const statuses = [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];
  const found = statuses.find(({ name }) => name === container);
  return found?.state?.running ? found.containerID : undefined;
}
