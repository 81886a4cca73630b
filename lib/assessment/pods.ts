/** Pods by namespace and labels, as checks name them. */
import type { Pod } from '../world/api/core/v1/pod.schema.ts';
import type { World } from '../world/world.ts';

export interface PodSelection {
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
}

/** Pods that carry all the labels, are not finished and not on their way out. */
export function listPods(world: World, { namespace, pods }: PodSelection): Pod[] {
  return world
    .client()
    .list('Pod', namespace)
    .filter((pod) => {
      const alive =
        pod.metadata?.deletionTimestamp === undefined && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '');
      return alive && hasLabels(pod, pods);
    });
}

export function hasLabels(pod: Pod, labels: Readonly<Record<string, string>>): boolean {
  return Object.entries(labels).every(([key, value]) => pod.metadata?.labels?.[key] === value);
}

export function describeLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
