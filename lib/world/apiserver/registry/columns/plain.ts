/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import type { ObjectMeta } from '../../../api/meta/v1/meta.schema.ts';
import { formatTime } from '../../../api/time.ts';
import { AGE, CREATED_AT, integer, NAME, type Printer, text } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { NONE } from '../../table/words.ts';

function size(map: object | undefined): number {
  return map ? Object.keys(map).length : 0;
}

export const namespacePrinter: Printer<ObjectOf<'Namespace'>> = {
  columns: [NAME, text('Status'), AGE],
  row: ({ metadata, status }, nowMs) => [
    metadata?.name ?? '',
    status?.phase ?? '',
    age(metadata?.creationTimestamp, nowMs),
  ],
};

export const configMapPrinter: Printer<ObjectOf<'ConfigMap'>> = {
  columns: [NAME, text('Data'), AGE],
  row: ({ metadata, data, binaryData }, nowMs) => [
    metadata?.name ?? '',
    size(data) + size(binaryData),
    age(metadata?.creationTimestamp, nowMs),
  ],
};

export const secretPrinter: Printer<ObjectOf<'Secret'>> = {
  columns: [NAME, text('Type'), text('Data'), AGE],
  row: ({ metadata, type, data }, nowMs) => [
    metadata?.name ?? '',
    type ?? '',
    size(data),
    age(metadata?.creationTimestamp, nowMs),
  ],
};

/** Since 1.35 without SECRETS. */
export const serviceAccountPrinter: Printer<ObjectOf<'ServiceAccount'>> = {
  columns: [NAME, AGE],
  row: ({ metadata }, nowMs) => [metadata?.name ?? '', age(metadata?.creationTimestamp, nowMs)],
};

export const leasePrinter: Printer<ObjectOf<'Lease'>> = {
  columns: [NAME, text('Holder'), AGE],
  row: ({ metadata, spec }, nowMs) => [
    metadata.name,
    spec.holderIdentity ?? '',
    age(metadata.creationTimestamp, nowMs),
  ],
};

export const controllerRevisionPrinter: Printer<ObjectOf<'ControllerRevision'>> = {
  columns: [NAME, text('Controller'), integer('Revision'), AGE],
  row: ({ metadata, revision }, nowMs) => [
    metadata.name,
    controllerName(metadata),
    revision,
    age(metadata.creationTimestamp, nowMs),
  ],
};

/** `statefulset.apps/db` */
function controllerName({ ownerReferences }: ObjectMeta): string {
  const owner = ownerReferences?.find(({ controller }) => controller);
  if (!owner) return NONE;
  const slash = owner.apiVersion.indexOf('/');
  const kind = owner.kind.toLowerCase();
  return slash < 0 ? `${kind}/${owner.name}` : `${kind}.${owner.apiVersion.slice(0, slash)}/${owner.name}`;
}

/** Kinds that have no printer of their own. Models: https://github.com/kubernetes/apiserver/blob/v0.35.0/pkg/registry/rest/table.go */
export const plainPrinter: Printer<{ readonly metadata: ObjectMeta }> = {
  columns: [NAME, CREATED_AT],
  row: ({ metadata }, _nowMs, epochMs) => [metadata.name ?? '', formatTime(metadata.creationTimestamp ?? 0, epochMs)],
};
