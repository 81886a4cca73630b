/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateEnv) */
import type { EnvFromSource, EnvVar, EnvVarSource, ObjectFieldSelector } from '../../../api/core/v1/pod.schema.ts';
import { type FieldError, invalid, notSupported, required } from './field-error.ts';
import { isConfigMapKey, isDns1123Subdomain, isRelaxedEnvName, maskTrailingDash } from './names.ts';

const FIELD_PATHS = [
  'metadata.name',
  'metadata.namespace',
  'metadata.uid',
  'spec.nodeName',
  'spec.serviceAccountName',
  'status.hostIP',
  'status.hostIPs',
  'status.podIP',
  'status.podIPs',
];
/** Known to pods, but not as the value of a variable. */
const OTHER_PATHS = new Set([
  'metadata.labels',
  'metadata.annotations',
  'spec.restartPolicy',
  'spec.schedulerName',
  'status.phase',
]);
const ONE_OF = 'must specify one of: `fieldRef`, `resourceFieldRef`, `configMapKeyRef`, `secretKeyRef` or `fileKeyRef`';

function validateFieldRef(ref: ObjectFieldSelector, field: string): FieldError[] {
  const path = ref.fieldPath;
  if (!path) return [required(`${field}.fieldPath`)];
  const subscript = path.match(/^metadata\.(labels|annotations)\['[^']+'\]$/);
  if (subscript || FIELD_PATHS.includes(path)) return [];
  if (OTHER_PATHS.has(path)) return [notSupported(`${field}.fieldPath`, path, FIELD_PATHS)];
  return [invalid(`${field}.fieldPath`, path, `error converting fieldPath: field label not supported: ${path}`)];
}

function validateKeyRef(
  ref: { readonly name?: string; readonly key: string } | undefined,
  field: string,
): FieldError[] {
  if (!ref) return [];
  const key = ref.key
    ? isConfigMapKey(ref.key).map((text) => invalid(`${field}.key`, ref.key, text))
    : [required(`${field}.key`)];
  const { name = '' } = ref;
  return [...isDns1123Subdomain(name).map((text) => invalid(`${field}.name`, name, text)), ...key];
}

function validateSource(source: EnvVarSource, value: string | undefined, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const given = Object.values(source).filter((one) => one !== undefined).length;
  if (source.fieldRef) errors.push(...validateFieldRef(source.fieldRef, `${field}.fieldRef`));
  errors.push(...validateKeyRef(source.configMapKeyRef, `${field}.configMapKeyRef`));
  errors.push(...validateKeyRef(source.secretKeyRef, `${field}.secretKeyRef`));
  if (given === 0) errors.push(invalid(field, '', ONE_OF));
  else if (value) errors.push(invalid(field, '', 'may not be specified when `value` is not empty'));
  else if (given > 1) errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
  return errors;
}

export function validateEnv(variables: readonly EnvVar[] | undefined, field: string): FieldError[] {
  return (variables ?? []).flatMap(({ name, value, valueFrom }, index) => {
    const at = `${field}[${index}]`;
    const errors = name
      ? isRelaxedEnvName(name).map((text) => invalid(`${at}.name`, name, text))
      : [required(`${at}.name`)];
    return valueFrom ? [...errors, ...validateSource(valueFrom, value, `${at}.valueFrom`)] : errors;
  });
}

function validateEnvSource(name: string | undefined, field: string): FieldError[] {
  if (!name) return [required(field)];
  return isDns1123Subdomain(maskTrailingDash(name)).map((text) => invalid(field, name, text));
}

function isRelaxedPrefix(prefix: string): string[] {
  return prefix === '' ? [] : isRelaxedEnvName(prefix);
}

export function validateEnvFrom(sources: readonly EnvFromSource[] | undefined, field: string): FieldError[] {
  return (sources ?? []).flatMap(({ configMapRef, secretRef, prefix = '' }, index) => {
    const at = `${field}[${index}]`;
    const errors: FieldError[] = isRelaxedPrefix(prefix).map((text) => invalid(`${at}.prefix`, prefix, text));
    if (configMapRef) errors.push(...validateEnvSource(configMapRef.name, `${at}.configMapRef.name`));
    if (secretRef) errors.push(...validateEnvSource(secretRef.name, `${at}.secretRef.name`));
    // These two are said of the whole list.
    if (!configMapRef && !secretRef) {
      errors.push(invalid(field, '', 'must specify one of: `configMapRef` or `secretRef`'));
    } else if (configMapRef && secretRef) {
      errors.push(invalid(field, '', 'may not have more than one field specified at a time'));
    }
    return errors;
  });
}
