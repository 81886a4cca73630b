/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/printers/internalversion/printers.go */
import type { ObjectOf } from '../../../api/kinds.ts';
import { AGE, bool, type Column, integer, NAME, type Printer, text, wide } from '../../table/column.ts';
import { age } from '../../table/duration.ts';
import { formatAccessModes } from '../../table/words.ts';

const UNSET = '<unset>';
const CLASS_ANNOTATION = 'volume.beta.kubernetes.io/storage-class';
const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

type Metadata = ObjectOf<'PersistentVolume'>['metadata'];

function classOf({ annotations }: Metadata, spec: { readonly storageClassName?: string }): string {
  return annotations?.[CLASS_ANNOTATION] ?? spec.storageClassName ?? '';
}

function phaseOf({ deletionTimestamp }: Metadata, phase: string | undefined): string {
  return deletionTimestamp === undefined ? (phase ?? '') : 'Terminating';
}

export const persistentVolumePrinter: Printer<ObjectOf<'PersistentVolume'>> = {
  columns: [
    NAME,
    text('Capacity'),
    text('Access Modes'),
    text('Reclaim Policy'),
    text('Status'),
    text('Claim'),
    text('StorageClass'),
    text('VolumeAttributesClass'),
    text('Reason'),
    AGE,
    wide('VolumeMode'),
  ],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    spec.capacity?.storage ?? '0',
    formatAccessModes(spec.accessModes),
    spec.persistentVolumeReclaimPolicy ?? '',
    phaseOf(metadata, status.phase),
    spec.claimRef ? `${spec.claimRef.namespace ?? ''}/${spec.claimRef.name ?? ''}` : '',
    classOf(metadata, spec),
    spec.volumeAttributesClassName ?? UNSET,
    status.reason ?? '',
    age(metadata.creationTimestamp, nowMs),
    spec.volumeMode ?? UNSET,
  ],
};

export const persistentVolumeClaimPrinter: Printer<ObjectOf<'PersistentVolumeClaim'>> = {
  columns: [
    NAME,
    text('Status'),
    text('Volume'),
    text('Capacity'),
    text('Access Modes'),
    text('StorageClass'),
    text('VolumeAttributesClass'),
    AGE,
    wide('VolumeMode'),
  ],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    phaseOf(metadata, status.phase),
    spec.volumeName ?? '',
    spec.volumeName ? (status.capacity?.storage ?? '0') : '',
    spec.volumeName ? formatAccessModes(status.accessModes) : '',
    classOf(metadata, spec),
    spec.volumeAttributesClassName ?? UNSET,
    age(metadata.creationTimestamp, nowMs),
    spec.volumeMode ?? UNSET,
  ],
};

export const storageClassPrinter: Printer<ObjectOf<'StorageClass'>> = {
  columns: [
    NAME,
    text('Provisioner'),
    text('ReclaimPolicy'),
    text('VolumeBindingMode'),
    text('AllowVolumeExpansion'),
    AGE,
  ],
  row: (object, nowMs) => [
    isDefaultClass(object.metadata) ? `${object.metadata.name} (default)` : object.metadata.name,
    object.provisioner,
    object.reclaimPolicy ?? 'Delete',
    object.volumeBindingMode ?? 'Immediate',
    object.allowVolumeExpansion ?? false,
    age(object.metadata.creationTimestamp, nowMs),
  ],
};

/** Whether the class is the one for claims that name none. */
export function isDefaultClass({ annotations }: Metadata): boolean {
  return DEFAULT_CLASS.some((key) => annotations?.[key] === 'true');
}

const ATTACHER: Column = { ...text('Attacher'), format: 'name' };

export const volumeAttachmentPrinter: Printer<ObjectOf<'VolumeAttachment'>> = {
  columns: [NAME, ATTACHER, text('PV'), text('Node'), bool('Attached'), AGE],
  row: ({ metadata, spec, status }, nowMs) => [
    metadata.name,
    spec.attacher,
    spec.source?.persistentVolumeName ?? '',
    spec.nodeName,
    status.attached ?? false,
    age(metadata.creationTimestamp, nowMs),
  ],
};

export const csiNodePrinter: Printer<ObjectOf<'CSINode'>> = {
  columns: [NAME, integer('Drivers'), AGE],
  row: ({ metadata, spec }, nowMs) => [
    metadata.name,
    spec.drivers?.length ?? 0,
    age(metadata.creationTimestamp, nowMs),
  ],
};

export const csiDriverPrinter: Printer<ObjectOf<'CSIDriver'>> = {
  columns: [
    NAME,
    bool('AttachRequired'),
    bool('PodInfoOnMount'),
    bool('StorageCapacity'),
    text('TokenRequests'),
    bool('RequiresRepublish'),
    text('Modes'),
    AGE,
  ],
  row: ({ metadata, spec }, nowMs) => [
    metadata.name,
    spec.attachRequired ?? true,
    spec.podInfoOnMount ?? false,
    spec.storageCapacity ?? false,
    spec.tokenRequests?.map(({ audience }) => audience).join(',') || UNSET,
    spec.requiresRepublish ?? false,
    spec.volumeLifecycleModes?.join(',') || '<none>',
    age(metadata.creationTimestamp, nowMs),
  ],
};
