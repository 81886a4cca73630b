/** Models: https://github.com/kubernetes/kubernetes/blob/v1.35.0/pkg/apis/core/validation/validation.go (ValidateVolumes, ValidateVolumeMounts) */
import type { Container, KeyToPath, Volume } from '../../../api/core/v1/pod.schema.ts';
import { duplicate, type FieldError, fieldNotFound, forbiddenField, invalid, required } from './field-error.ts';
import { isDns1123Label } from './names.ts';

function validateLocalPath(path: string, field: string): FieldError[] {
  const errors: FieldError[] = [];
  if (path.startsWith('/')) errors.push(invalid(field, path, 'must be a relative path'));
  if (path.split('/').includes('..')) errors.push(invalid(field, path, "must not contain '..'"));
  return errors;
}

function validateItems(items: readonly KeyToPath[] | undefined, field: string): FieldError[] {
  return (items ?? []).flatMap(({ key, path }, index) => [
    ...(key ? [] : [required(`${field}[${index}].key`)]),
    ...(path ? validateLocalPath(path, `${field}[${index}].path`) : [required(`${field}[${index}].path`)]),
  ]);
}

function validateSource(volume: Volume, field: string): FieldError[] {
  const errors: FieldError[] = [];
  const named = Object.keys(volume).filter((key) => key !== 'name');
  const sources = [...named.filter((key) => key === 'emptyDir'), ...named.filter((key) => key !== 'emptyDir')];
  if (sources.length === 0) errors.push(required(field, 'must specify a volume type'));
  for (const extra of sources.slice(1)) {
    errors.push(forbiddenField(`${field}.${extra}`, 'may not specify more than 1 volume type'));
  }
  const { configMap, secret, hostPath, persistentVolumeClaim } = volume;
  if (configMap && !configMap.name) errors.push(required(`${field}.configMap.name`));
  if (secret && !secret.secretName) errors.push(required(`${field}.secret.secretName`));
  if (hostPath && !hostPath.path) errors.push(required(`${field}.hostPath.path`));
  if (hostPath?.path?.split('/').includes('..')) {
    errors.push(invalid(`${field}.hostPath.path`, hostPath.path, "must not contain '..'"));
  }
  if (persistentVolumeClaim && !persistentVolumeClaim.claimName) {
    errors.push(required(`${field}.persistentVolumeClaim.claimName`));
  }
  errors.push(...validateItems(configMap?.items, `${field}.configMap.items`));
  errors.push(...validateItems(secret?.items, `${field}.secret.items`));
  return errors;
}

export function validateVolumes(volumes: readonly Volume[] | undefined, field: string): FieldError[] {
  const names = new Set<string>();
  return (volumes ?? []).flatMap((volume, index) => {
    const at = `${field}[${index}]`;
    const errors = validateSource(volume, at);
    const { name } = volume;
    if (!name) errors.push(required(`${at}.name`));
    else errors.push(...isDns1123Label(name).map((text) => invalid(`${at}.name`, name, text)));
    if (names.has(name)) errors.push(duplicate(`${at}.name`, name));
    names.add(name);
    return errors;
  });
}

export function validateMounts(container: Container, volumes: ReadonlySet<string>, field: string): FieldError[] {
  const paths = new Set<string>();
  return (container.volumeMounts ?? []).flatMap(({ name, mountPath, subPath }, index) => {
    const at = `${field}[${index}]`;
    const errors: FieldError[] = [];
    if (!name) errors.push(required(`${at}.name`));
    if (!volumes.has(name)) errors.push(fieldNotFound(`${at}.name`, name));
    if (!mountPath) errors.push(required(`${at}.mountPath`));
    if (paths.has(mountPath)) errors.push(invalid(`${at}.mountPath`, mountPath, 'must be unique'));
    paths.add(mountPath);
    // The real one forgets the index here.
    if (subPath) errors.push(...validateLocalPath(subPath, `${field}.subPath`));
    return errors;
  });
}
