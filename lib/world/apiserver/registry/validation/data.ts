/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateConfigMap, ValidateSecret) */
import type { ObjectOf } from '../../../api/kinds.ts';
import { sameValue } from '../../draft.ts';
import { type FieldError, forbiddenField, invalid, required, tooLong } from './field-error.ts';
import { IMMUTABLE } from './metadata.ts';
import { isConfigMapKey } from './names.ts';

type ConfigMap = ObjectOf<'ConfigMap'>;
type Secret = ObjectOf<'Secret'>;
type Data = Readonly<Record<string, string>>;

const MAX_BYTES = 1024 * 1024;
const SEALED = 'field is immutable when `immutable` is set';

function validateKeys(data: Data | undefined, field: string): FieldError[] {
  return Object.keys(data ?? {}).flatMap((key) =>
    isConfigMapKey(key).map((text) => invalid(`${field}[${key}]`, key, text)),
  );
}

function size(data: Data | undefined): number {
  return Object.values(data ?? {}).reduce((total, value) => total + value.length, 0);
}

export function validateConfigMap({ data, binaryData }: ConfigMap): FieldError[] {
  const errors = [...validateKeys(data, 'data'), ...validateKeys(binaryData, 'binaryData')];
  for (const key of Object.keys(data ?? {})) {
    if (!binaryData || !Object.hasOwn(binaryData, key)) continue;
    errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'));
  }
  if (size(data) + (size(binaryData) * 3) / 4 > MAX_BYTES) errors.push(tooLong('[]', MAX_BYTES));
  return errors;
}

interface Sealable {
  readonly immutable?: boolean;
}

/** What is marked immutable stays so, and as it is. */
function validateSeal<T extends Sealable>(object: T, old: T, fields: readonly (keyof T & string)[]): FieldError[] {
  if (!old.immutable) return [];
  const errors = object.immutable ? [] : [forbiddenField('immutable', SEALED)];
  for (const field of fields) if (!sameValue(object[field], old[field])) errors.push(forbiddenField(field, SEALED));
  return errors;
}

export function validateConfigMapUpdate(map: ConfigMap, old: ConfigMap): FieldError[] {
  return [...validateSeal(map, old, ['data', 'binaryData']), ...validateConfigMap(map)];
}

/** Keys that a type of Secret must have; a list within the list: one of them. */
const REQUIRED_KEYS: Readonly<Record<string, readonly string[]>> = {
  'kubernetes.io/dockercfg': ['.dockercfg'],
  'kubernetes.io/dockerconfigjson': ['.dockerconfigjson'],
  'kubernetes.io/ssh-auth': ['ssh-privatekey'],
  'kubernetes.io/tls': ['tls.crt', 'tls.key'],
};

function validateType({ type = '', data = {}, metadata }: Secret): FieldError[] {
  const missing = (REQUIRED_KEYS[type] ?? []).filter((key) => !Object.hasOwn(data, key));
  const errors = missing.map((key) => required(`data[${key}]`));
  if (type === 'kubernetes.io/basic-auth' && !('username' in data) && !('password' in data)) {
    errors.push(required('data[username]'), required('data[password]'));
  }
  if (type === 'kubernetes.io/service-account-token' && !metadata.annotations?.['kubernetes.io/service-account.name']) {
    errors.push(required('metadata.annotations[kubernetes.io/service-account.name]'));
  }
  return errors;
}

export function validateSecret(secret: Secret): FieldError[] {
  const errors = validateKeys(secret.data, 'data');
  if ((size(secret.data) * 3) / 4 > MAX_BYTES) errors.push(tooLong('data', MAX_BYTES));
  return [...errors, ...validateType(secret)];
}

export function validateSecretUpdate(secret: Secret, old: Secret): FieldError[] {
  const changed = secret.type !== old.type;
  return [
    ...(changed ? [invalid('type', secret.type, IMMUTABLE)] : []),
    ...validateSeal(secret, old, ['data']),
    ...validateSecret(secret),
  ];
}
