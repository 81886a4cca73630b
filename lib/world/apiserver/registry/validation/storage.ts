/**
 * Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/storage/validation/validation.go,
 * pkg/apis/core/validation/validation.go (ValidatePersistentVolume, ValidatePersistentVolumeClaim)
 */
import type { ObjectOf } from '../../../api/kinds.ts';
import { compareQuantities } from '../../../api/quantity.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, forbiddenField, invalid, notSupported, required } from './field-error.ts';
import { IMMUTABLE } from './metadata.ts';
import { isDns1123Subdomain, isQualifiedName } from './names.ts';

type StorageClass = ObjectOf<'StorageClass'>;
type Volume = ObjectOf<'PersistentVolume'>;
type Claim = ObjectOf<'PersistentVolumeClaim'>;
type Attachment = ObjectOf<'VolumeAttachment'>;
type Driver = ObjectOf<'CSIDriver'>;

const ACCESS_MODES = ['ReadOnlyMany', 'ReadWriteMany', 'ReadWriteOnce', 'ReadWriteOncePod'];
const RECLAIM_POLICIES = ['Delete', 'Recycle', 'Retain'];
const BINDING_MODES = ['Immediate', 'WaitForFirstConsumer'];
const VOLUME_MODES = ['Block', 'Filesystem'];
const GREATER_THAN_ZERO = 'must be greater than zero';

function validateProvisioner(provisioner: string, field: string): FieldError[] {
  if (!provisioner) return [required(field)];
  return isQualifiedName(provisioner.toLowerCase()).map((text) => invalid(field, provisioner, text));
}

export function validateStorageClass(object: StorageClass): FieldError[] {
  const { provisioner, reclaimPolicy = '', volumeBindingMode } = object;
  return [
    ...validateProvisioner(provisioner, 'provisioner'),
    ...(reclaimPolicy === 'Delete' || reclaimPolicy === 'Retain'
      ? []
      : [notSupported('reclaimPolicy', reclaimPolicy, ['Delete', 'Retain'])]),
    ...(volumeBindingMode === undefined
      ? [required('volumeBindingMode')]
      : BINDING_MODES.includes(volumeBindingMode)
        ? []
        : [notSupported('volumeBindingMode', volumeBindingMode, BINDING_MODES)]),
  ];
}

export function validateStorageClassUpdate(object: StorageClass, old: StorageClass): FieldError[] {
  const forbidden = (['parameters', 'provisioner', 'reclaimPolicy'] as const).filter(
    (name) => !sameValue(object[name], old[name]),
  );
  const mode = object.volumeBindingMode;
  return [
    ...forbidden.map((name) => forbiddenField(name, `updates to ${name} are forbidden.`)),
    ...(mode === old.volumeBindingMode ? [] : [invalid('volumeBindingMode', mode, IMMUTABLE)]),
  ];
}

function validateModes(modes: readonly string[], field: string): FieldError[] {
  const errors = modes
    .filter((mode) => !ACCESS_MODES.includes(mode))
    .map((mode) => notSupported(field, mode, ACCESS_MODES));
  if (modes.includes('ReadWriteOncePod') && modes.length > 1) {
    errors.push(forbiddenField(field, 'may not use ReadWriteOncePod with other access modes'));
  }
  return errors;
}

/** What stands in a volume's spec beside its source. */
const VOLUME_FIELDS = new Set([
  ...['capacity', 'accessModes', 'claimRef', 'persistentVolumeReclaimPolicy', 'storageClassName', 'mountOptions'],
  ...['volumeMode', 'nodeAffinity', 'volumeAttributesClassName'],
]);

function sourcesOf({ spec }: Volume): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(spec).filter(([name]) => !VOLUME_FIELDS.has(name)));
}

export function validateVolume(volume: Volume): FieldError[] {
  const { accessModes = [], capacity = {}, persistentVolumeReclaimPolicy: policy, volumeMode } = volume.spec;
  const sources = Object.keys(sourcesOf(volume));
  const { storage } = capacity;
  const errors =
    accessModes.length === 0 ? [required('spec.accessModes')] : validateModes(accessModes, 'spec.accessModes');
  if (Object.keys(capacity).length === 0) errors.push(required('spec.capacity'));
  if (storage === undefined || Object.keys(capacity).length > 1) {
    errors.push(notSupported('spec.capacity', capacity, ['storage']));
  }
  if (storage !== undefined && compareQuantities(storage, '0') <= 0) {
    errors.push(invalid('spec.capacity[storage]', storage, GREATER_THAN_ZERO));
  }
  if (policy && !RECLAIM_POLICIES.includes(policy)) {
    errors.push(notSupported('spec.persistentVolumeReclaimPolicy', policy, RECLAIM_POLICIES));
  }
  for (const extra of sources.slice(1)) {
    errors.push(forbiddenField(`spec.${extra}`, 'may not specify more than 1 volume type'));
  }
  if (sources.length === 0) errors.push(required('spec', 'must specify a volume type'));
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) {
    errors.push(notSupported('spec.volumeMode', volumeMode, VOLUME_MODES));
  }
  return errors;
}

export function validateVolumeUpdate(volume: Volume, old: Volume): FieldError[] {
  const same = sameValue(sourcesOf(volume), sourcesOf(old));
  const mode = volume.spec.volumeMode;
  return [
    ...validateVolume(volume),
    ...(same
      ? []
      : [forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation')]),
    ...(mode === old.spec.volumeMode ? [] : [invalid('spec.volumeMode', mode, IMMUTABLE)]),
  ];
}

export function validateClaim({ spec }: Claim): FieldError[] {
  const { accessModes = [], resources, storageClassName, volumeMode } = spec;
  const storage = resources?.requests?.storage;
  const errors =
    accessModes.length === 0
      ? [required('spec.accessModes', 'at least 1 access mode is required')]
      : validateModes(accessModes, 'spec.accessModes');
  if (storage === undefined) errors.push(required('spec.resources[storage]'));
  else if (compareQuantities(storage, '0') <= 0) {
    errors.push(invalid('spec.resources[storage]', storage, GREATER_THAN_ZERO));
  }
  if (storageClassName) {
    errors.push(
      ...isDns1123Subdomain(storageClassName).map((text) => invalid('spec.storageClassName', storageClassName, text)),
    );
  }
  if (volumeMode !== undefined && !VOLUME_MODES.includes(volumeMode)) {
    errors.push(notSupported('spec.volumeMode', volumeMode, VOLUME_MODES));
  }
  return errors;
}

/** Differs: without the Go syntax of the difference that follows the sentence. */
export function validateClaimUpdate(claim: Claim, old: Claim): FieldError[] {
  const fixed = ({ resources: _resources, volumeAttributesClassName: _class, ...rest }: Claim['spec']) => rest;
  const binds = old.spec.volumeName === undefined && claim.spec.volumeName !== undefined;
  const before = binds ? { ...fixed(old.spec), volumeName: claim.spec.volumeName } : fixed(old.spec);
  const detail =
    'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';
  return [...validateClaim(claim), ...(sameValue(fixed(claim.spec), before) ? [] : [forbiddenField('spec', detail)])];
}

export function validateAttachment({ spec }: Attachment): FieldError[] {
  const { attacher, nodeName, source } = spec;
  const { persistentVolumeName, inlineVolumeSpec } = source ?? {};
  const none = !persistentVolumeName && !inlineVolumeSpec;
  return [
    ...validateProvisioner(attacher, 'spec.attacher'),
    ...(none ? [required('spec.source', 'must specify exactly one of inlineVolumeSpec and persistentVolumeName')] : []),
    ...(nodeName
      ? isDns1123Subdomain(nodeName).map((text) => invalid('spec.nodeName', nodeName, text))
      : [required('spec.nodeName')]),
  ];
}

export function validateAttachmentUpdate(object: Attachment, old: Attachment): FieldError[] {
  return sameValue(object.spec, old.spec) ? [] : [invalid('spec', object.spec, IMMUTABLE)];
}

export function validateDriver({ spec }: Driver): FieldError[] {
  const modes = ['Ephemeral', 'Persistent'];
  return (spec.volumeLifecycleModes ?? [])
    .filter((mode) => !modes.includes(mode))
    .map((mode) => notSupported('spec.volumeLifecycleModes', mode, modes));
}
