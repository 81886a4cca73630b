/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/registry/storage/…/strategy.go,
 * pkg/registry/core/persistentvolume{,claim}/strategy.go, pkg/apis/storage/v1/defaults.go, pkg/apis/core/v1/defaults.go
 * Differs: nothing binds claims or attaches volumes; a claim stays Pending.
 */
import type { Strategy } from '../strategy.ts';
import {
  csiDriverPrinter,
  csiNodePrinter,
  persistentVolumeClaimPrinter,
  persistentVolumePrinter,
  storageClassPrinter,
  volumeAttachmentPrinter,
} from './columns/storage.ts';
import {
  validateAttachment,
  validateAttachmentUpdate,
  validateClaim,
  validateClaimUpdate,
  validateDriver,
  validateStorageClass,
  validateStorageClassUpdate,
  validateVolume,
  validateVolumeUpdate,
} from './validation/storage.ts';

export const persistentVolumeStrategy: Strategy<'PersistentVolume'> = {
  kind: 'PersistentVolume',
  setDefaults({ spec, status }) {
    spec.persistentVolumeReclaimPolicy ||= 'Retain';
    spec.volumeMode ??= 'Filesystem';
    if (spec.hostPath) spec.hostPath.type ??= '';
    status.phase ||= 'Pending';
  },
  prepareForCreate(volume, { nowMs }) {
    volume.status = { phase: 'Pending', lastPhaseTransitionTime: nowMs };
  },
  validate: validateVolume,
  validateUpdate: validateVolumeUpdate,
  returnsDeleted: true,
  printer: persistentVolumePrinter,
};

export const persistentVolumeClaimStrategy: Strategy<'PersistentVolumeClaim'> = {
  kind: 'PersistentVolumeClaim',
  setDefaults({ spec, status }) {
    spec.volumeMode ??= 'Filesystem';
    status.phase ||= 'Pending';
  },
  prepareForCreate(claim) {
    claim.status = { phase: 'Pending' };
  },
  validate: validateClaim,
  validateUpdate: validateClaimUpdate,
  returnsDeleted: true,
  printer: persistentVolumeClaimPrinter,
};

export const storageClassStrategy: Strategy<'StorageClass'> = {
  kind: 'StorageClass',
  setDefaults(object) {
    object.reclaimPolicy ??= 'Delete';
    object.volumeBindingMode ??= 'Immediate';
  },
  validate: validateStorageClass,
  validateUpdate: validateStorageClassUpdate,
  returnsDeleted: true,
  printer: storageClassPrinter,
};

export const volumeAttachmentStrategy: Strategy<'VolumeAttachment'> = {
  kind: 'VolumeAttachment',
  prepareForCreate(object) {
    object.status = { attached: false };
  },
  validate: validateAttachment,
  validateUpdate: validateAttachmentUpdate,
  returnsDeleted: true,
  printer: volumeAttachmentPrinter,
};

export const csiDriverStrategy: Strategy<'CSIDriver'> = {
  kind: 'CSIDriver',
  setDefaults({ spec }) {
    spec.attachRequired ??= true;
    spec.podInfoOnMount ??= false;
    spec.storageCapacity ??= false;
    spec.fsGroupPolicy ??= 'ReadWriteOnceWithFSType';
    if (!spec.volumeLifecycleModes?.length) spec.volumeLifecycleModes = ['Persistent'];
    spec.requiresRepublish ??= false;
    spec.seLinuxMount ??= false;
  },
  validate: validateDriver,
  validateUpdate: validateDriver,
  returnsDeleted: true,
  printer: csiDriverPrinter,
};

export const csiNodeStrategy: Strategy<'CSINode'> = {
  kind: 'CSINode',
  returnsDeleted: true,
  printer: csiNodePrinter,
};
