/** Pods by namespace and labels, as checks name them. */
import type { Pod } from '../world/api/core/v1/pod.schema.ts';
import { listObjects } from '../world/apiserver/store.ts';
import type { World } from '../world/world.ts';

export interface PodSelection {
  readonly namespace: string;
  readonly pods: Readonly<Record<string, string>>;
  /** The first one where it is not said. */
  readonly cluster?: string | undefined;
}

/** Pods that carry all the labels, are not finished and not on their way out. */
export function listPods(world: World, { namespace, pods, cluster }: PodSelection): Pod[] {
  return listObjects(world.cluster(cluster), 'Pod', namespace).filter((pod) => {
    const { phase } = pod.status;
    const ended = phase === 'Succeeded' || phase === 'Failed';
    return !ended && pod.metadata.deletionTimestamp === undefined && hasLabels(pod, pods);
  });
}

export function hasLabels({ metadata: { labels } }: Pod, wanted: Readonly<Record<string, string>>): boolean {
  for (const key in wanted) if (labels?.[key] !== wanted[key]) return false;
  return true;
}

export function describeLabels(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
}
