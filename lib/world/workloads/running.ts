/** Pods by name. */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { Cluster } from '../cluster.ts';
import { findObject } from '../dataplane/objects.ts';

export function findPod(cluster: Cluster, namespace: string, name: string): Pod | undefined {
  return findObject(cluster, 'Pod', name, namespace);
}
