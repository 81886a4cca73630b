/**
 * Metadata of every kind.
 *
 * Models: https://github.com/kubernetes/apimachinery/blob/v0.35.0/pkg/api/validation/objectmeta.go
 */
import { getKind, type KindName } from '../../../api/kinds.ts';
import type { ObjectMeta, OwnerReference } from '../../../api/meta/v1/meta.schema.ts';
import { type FieldError, forbiddenField, invalid, required, tooLong } from './field-error.ts';
import { validateLabels } from './labels.ts';
import { isDns1123Label, isDns1123Subdomain, isQualifiedName, maskTrailingDash, type NameRule } from './names.ts';

const ANNOTATIONS_BYTES = 256 * 1024;
export const IMMUTABLE = 'field is immutable';

/** Annotations' keys are qualified names in any case; all of them together have 256 KiB. */
export function validateAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  let size = 0;
  for (const key in annotations) {
    for (const text of isQualifiedName(key.toLowerCase())) errors.push(invalid(field, key, text));
    size += key.length + (annotations[key] as string).length;
  }
  if (size > ANNOTATIONS_BYTES) errors.push(tooLong(field, ANNOTATIONS_BYTES));
  return errors;
}

function validateOwners(owners: readonly OwnerReference[] | undefined): FieldError[] {
  const errors: FieldError[] = [];
  const field = 'metadata.ownerReferences';
  let controller: string | undefined;
  for (const owner of owners ?? []) {
    if (!owner.apiVersion) errors.push(invalid(`${field}.apiVersion`, owner.apiVersion, 'version must not be empty'));
    if (!owner.kind) errors.push(invalid(`${field}.kind`, owner.kind, 'must not be empty'));
    if (!owner.name) errors.push(invalid(`${field}.name`, owner.name, 'must not be empty'));
    if (!owner.uid) errors.push(invalid(`${field}.uid`, owner.uid, 'must not be empty'));
    if (owner.kind === 'Event' && owner.apiVersion === 'v1') {
      errors.push(invalid(field, owner, '/v1, Kind=Event is disallowed from being an owner'));
    }
    if (!owner.controller) continue;
    if (controller !== undefined) {
      const both = `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${owner.name}`;
      errors.push(invalid(field, owners, both));
    } else controller = owner.name;
  }
  return errors;
}

function validateFinalizers(finalizers: readonly string[] | undefined): FieldError[] {
  const errors = (finalizers ?? []).flatMap((one) =>
    isQualifiedName(one).map((text) => invalid('metadata.finalizers', one, text)),
  );
  const orphan = finalizers?.includes('orphan');
  if (orphan && finalizers?.includes('foregroundDeletion')) {
    errors.push(
      invalid('metadata.finalizers', finalizers, 'finalizer orphan and foregroundDeletion cannot be both set'),
    );
  }
  return errors;
}

function validateName(kind: KindName, meta: ObjectMeta, rule: NameRule): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.generateName) {
    const masked = maskTrailingDash(meta.generateName);
    errors.push(...rule(masked).map((text) => invalid('metadata.generateName', meta.generateName, text)));
  }
  if (!meta.name) errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...rule(meta.name).map((text) => invalid('metadata.name', meta.name, text)));
  if (getKind(kind).scope === 'Cluster') return errors;
  if (!meta.namespace) errors.push(required('metadata.namespace'));
  else
    errors.push(...isDns1123Label(meta.namespace).map((text) => invalid('metadata.namespace', meta.namespace, text)));
  return errors;
}

function validateMaps(meta: ObjectMeta): FieldError[] {
  return [
    ...validateLabels(meta.labels, 'metadata.labels'),
    ...validateAnnotations(meta.annotations, 'metadata.annotations'),
    ...validateOwners(meta.ownerReferences),
    ...validateFinalizers(meta.finalizers),
  ];
}

export function validateObjectMeta(
  kind: KindName,
  meta: ObjectMeta,
  rule: NameRule = isDns1123Subdomain,
): FieldError[] {
  return [...validateName(kind, meta, rule), ...validateMaps(meta)];
}

/** While an object is being deleted its finalizers may only go. */
export function validateObjectMetaUpdate(kind: KindName, meta: ObjectMeta, old: ObjectMeta): FieldError[] {
  const errors: FieldError[] = [];
  if (meta.name !== old.name) errors.push(invalid('metadata.name', meta.name, IMMUTABLE));
  if (getKind(kind).scope === 'Namespaced' && meta.namespace !== old.namespace) {
    errors.push(invalid('metadata.namespace', meta.namespace, IMMUTABLE));
  }
  if (old.deletionTimestamp !== undefined) {
    const added = (meta.finalizers ?? []).filter((one) => !old.finalizers?.includes(one));
    if (added.length > 0) {
      const names = added.map((one) => JSON.stringify(one)).join(', ');
      const detail = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${names}}`;
      errors.push(forbiddenField('metadata.finalizers', detail));
    }
  }
  return [...errors, ...validateMaps(meta)];
}
