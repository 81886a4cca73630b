/**
 * The class of an Ingress or a claim that names none.
 *
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/plugin/pkg/admission/network/defaultingressclass/admission.go,
 * plugin/pkg/admission/storage/storageclass/setdefault/admission.go
 */

import type { KindName, ObjectOf } from '../../api/kinds.ts';
import type { Cluster } from '../../cluster.ts';
import type { Draft } from '../draft.ts';
import { isDefaultClass } from '../registry/columns/storage.ts';
import { listObjects } from '../store.ts';
import type { WriteContext } from '../strategy.ts';

const INGRESS_ANNOTATION = 'kubernetes.io/ingress.class';
const DEFAULT_INGRESS = 'ingressclass.kubernetes.io/is-default-class';
const CLAIM_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';

interface Classed {
  readonly metadata: { readonly name: string; readonly creationTimestamp?: number };
}

/** The youngest, of two of an age the first by name. */
function youngest<T extends Classed>(classes: readonly T[]): T | undefined {
  const made = ({ metadata }: T) => metadata.creationTimestamp ?? 0;
  return [...classes].sort((a, b) => made(b) - made(a) || (a.metadata.name < b.metadata.name ? -1 : 1))[0];
}

function classIngress({ metadata, spec }: Draft<ObjectOf<'Ingress'>>, cluster: Cluster): void {
  if (spec.ingressClassName !== undefined || metadata.annotations?.[INGRESS_ANNOTATION] !== undefined) return;
  const found = listObjects(cluster, 'IngressClass').filter(
    (one) => one.metadata.annotations?.[DEFAULT_INGRESS] === 'true',
  );
  const chosen = youngest(found);
  if (chosen) spec.ingressClassName = chosen.metadata.name;
}

function classClaim({ metadata, spec }: Draft<ObjectOf<'PersistentVolumeClaim'>>, cluster: Cluster): void {
  if (spec.storageClassName !== undefined || metadata.annotations?.[CLAIM_ANNOTATION] !== undefined) return;
  const chosen = youngest(listObjects(cluster, 'StorageClass').filter((one) => isDefaultClass(one.metadata)));
  if (chosen) spec.storageClassName = chosen.metadata.name;
}

export function defaultClasses<K extends KindName>(
  kind: K,
  object: Draft<ObjectOf<K>>,
  { cluster }: WriteContext,
): void {
  if (kind === 'Ingress') classIngress(object as unknown as Draft<ObjectOf<'Ingress'>>, cluster);
  if (kind === 'PersistentVolumeClaim') {
    classClaim(object as unknown as Draft<ObjectOf<'PersistentVolumeClaim'>>, cluster);
  }
}
