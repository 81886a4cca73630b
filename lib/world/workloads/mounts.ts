/** Files that ConfigMap volumes put into a container. */
import type { Pod } from '../api/core/v1/pod.schema.ts';
import type { ObjectOf } from '../api/kinds.ts';
import type { Cluster } from '../cluster.ts';
import { findObject } from '../dataplane/objects.ts';
import { containersOf } from './containers.ts';

export interface MountedFile {
  readonly configMap: ObjectOf<'ConfigMap'>;
  readonly key: string;
  readonly text: string;
}

/** The file at `path` of a container, when it comes from a ConfigMap volume. */
export function findMountedFile(
  cluster: Cluster,
  pod: Pod,
  containerName: string,
  path: string,
): MountedFile | undefined {
  const container = containersOf(pod).find(({ name }) => name === containerName);
  for (const mount of container?.volumeMounts ?? []) {
    const folder = mount.mountPath.replace(/\/$/, '');
    if (path !== folder && !path.startsWith(`${folder}/`)) continue;
    const volume = pod.spec?.volumes?.find(({ name }) => name === mount.name);
    if (!volume?.configMap) continue;
    const file = mount.subPath ?? path.slice(folder.length + 1);
    const key = volume.configMap.items?.find((item) => item.path === file)?.key ?? file;
    const configMap = findObject(cluster, 'ConfigMap', volume.configMap.name ?? '', pod.metadata?.namespace);
    const text = configMap?.data?.[key];
    if (configMap && text !== undefined) return { configMap, key, text };
  }
  return undefined;
}
