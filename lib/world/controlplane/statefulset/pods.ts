/** The pods of a StatefulSet: names, labels, health. Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/controller/statefulset/stateful_set_utils.go */
import { controllerReference, type Pod, type PodSpec, type PodTemplateSpec, type StatefulSet } from '../objects.ts';
import { isPodAvailable, isPodReady } from '../pod-state.ts';
import { REVISION_HASH } from '../revisions.ts';

/** `web-3` → 3; undefined for a name that is not the set's. */
export function findOrdinal(set: StatefulSet, pod: Pod): number | undefined {
  const prefix = `${set.metadata.name}-`;
  const digits = pod.metadata.name.startsWith(prefix) ? pod.metadata.name.slice(prefix.length) : '';
  return /^\d+$/.test(digits) ? Number(digits) : undefined;
}

export function isHealthy(pod: Pod): boolean {
  return pod.status.phase === 'Running' && isPodReady(pod) && pod.metadata.deletionTimestamp === undefined;
}

export function isAvailable(set: StatefulSet, pod: Pod, nowMs: number): boolean {
  return isHealthy(pod) && isPodAvailable(pod, set.spec.minReadySeconds ?? 0, nowMs);
}

export function revisionNameOf(pod: Pod): string | undefined {
  return pod.metadata.labels?.[REVISION_HASH];
}

/** The pod of that ordinal: a stable name, host name and claims. */
export function podOf(set: StatefulSet, template: PodTemplateSpec, revision: string, ordinal: number): Pod {
  const name = `${set.metadata.name}-${ordinal}`;
  const { labels, annotations } = template.metadata ?? {};
  const spec = template.spec as PodSpec;
  const claims = (set.spec.volumeClaimTemplates ?? []).map(({ metadata }) => ({
    name: metadata?.name ?? '',
    persistentVolumeClaim: { claimName: `${metadata?.name}-${name}` },
  }));
  const others = (spec.volumes ?? []).filter((volume) => !claims.some((claim) => claim.name === volume.name));
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      generateName: `${set.metadata.name}-`,
      namespace: set.metadata.namespace,
      labels: {
        ...labels,
        'apps.kubernetes.io/pod-index': String(ordinal),
        [REVISION_HASH]: revision,
        'statefulset.kubernetes.io/pod-name': name,
      },
      ...(annotations ? { annotations } : {}),
      ownerReferences: [controllerReference(set, 'apps/v1', 'StatefulSet')],
    },
    spec: {
      ...spec,
      hostname: name,
      ...(set.spec.serviceName ? { subdomain: set.spec.serviceName } : {}),
      ...(claims.length + others.length > 0 ? { volumes: [...others, ...claims] } : {}),
    },
    status: {},
  };
}
