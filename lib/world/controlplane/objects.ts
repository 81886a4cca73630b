/** The kinds that controllers handle, by the names they use for them, and how keys and owners are read. */
import type { DaemonSet } from '../api/apps/v1/daemonset.schema.ts';
import type { Deployment } from '../api/apps/v1/deployment.schema.ts';
import type { ReplicaSet } from '../api/apps/v1/replicaset.schema.ts';
import type { StatefulSet } from '../api/apps/v1/statefulset.schema.ts';
import type { Job } from '../api/batch/v1/job.schema.ts';
import type { Lease } from '../api/coordination/v1/lease.schema.ts';
import type { Namespace } from '../api/core/v1/namespace.schema.ts';
import type { Node } from '../api/core/v1/node.schema.ts';
import type {
  Container,
  ContainerState,
  ContainerStatus,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
} from '../api/core/v1/pod.schema.ts';
import type { Service } from '../api/core/v1/service.schema.ts';
import type { EndpointSlice } from '../api/discovery/v1/endpointslice.schema.ts';
import type { KindName } from '../api/kinds.ts';
import type { ObjectMeta, OwnerReference } from '../api/meta/v1/meta.schema.ts';

export type {
  Container,
  ContainerState,
  ContainerStatus,
  DaemonSet,
  Deployment,
  EndpointSlice,
  Job,
  Lease,
  Namespace,
  Node,
  OwnerReference,
  Pod,
  PodCondition,
  PodSpec,
  PodStatus,
  PodTemplateSpec,
  ReplicaSet,
  Service,
  StatefulSet,
};

interface Named {
  readonly metadata: ObjectMeta;
}

/** `<namespace>/<name>`, or the bare name of a cluster-wide object. */
export function keyOf({ metadata }: Named): string {
  return metadata.namespace ? `${metadata.namespace}/${metadata.name}` : `${metadata.name}`;
}

/** The reverse of `keyOf` for namespaced kinds; anything after a second slash is the caller's own. */
export function splitKey(key: string): { readonly namespace: string; readonly name: string; readonly rest?: string } {
  const [namespace = '', name = '', rest] = key.split('/');
  return rest === undefined ? { namespace, name } : { namespace, name, rest };
}

export function nameOf({ metadata }: Named): string {
  return metadata.name ?? '';
}

export function namespaceOf({ metadata }: Named): string {
  return metadata.namespace ?? '';
}

/** The owner that manages the object, if it has one. */
export function findControllerOf({ metadata }: Named): OwnerReference | undefined {
  const owners = metadata.ownerReferences;
  if (!owners) return undefined;
  for (const owner of owners) if (owner.controller) return owner;
  return undefined;
}

export function isControlledBy(object: Named, owner: Named): boolean {
  return findControllerOf(object)?.uid === owner.metadata.uid;
}

export function controllerReference(owner: Named, apiVersion: string, kind: KindName): OwnerReference {
  return {
    apiVersion,
    kind,
    name: owner.metadata.name ?? '',
    uid: owner.metadata.uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
}

/** The key of the object's controller when that is of `kind`: what a watch on owned objects returns. */
export function listOwnerKeys(kind: KindName, ...objects: readonly (Named | undefined)[]): string[] {
  const keys = new Set<string>();
  for (const object of objects) {
    const owner = object && findControllerOf(object);
    if (object && owner?.kind === kind) keys.add(`${object.metadata.namespace}/${owner.name}`);
  }
  return [...keys];
}

/** The object's key when its controller has to look: not after a mere change of its status. */
export function listNewsKeys(object: Named | undefined, previous: Named | undefined): string[] {
  if (!object) return [];
  const [now, before] = [object.metadata, previous?.metadata];
  const same =
    before &&
    now.generation === before.generation &&
    now.deletionTimestamp === before.deletionTimestamp &&
    now.labels === before.labels &&
    now.annotations === before.annotations &&
    now.ownerReferences === before.ownerReferences;
  return same ? [] : [keyOf(object)];
}
