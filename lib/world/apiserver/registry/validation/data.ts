import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validateConfigMap(_object: ObjectOf<'ConfigMap'>): FieldError[] {
  return [];
}

export function validateConfigMapUpdate(_object: ObjectOf<'ConfigMap'>): FieldError[] {
  return [];
}

export function validateSecret(_object: ObjectOf<'Secret'>): FieldError[] {
  return [];
}

export function validateSecretUpdate(_object: ObjectOf<'Secret'>): FieldError[] {
  return [];
}
