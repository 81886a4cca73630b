import type { ObjectOf } from '../../../api/kinds.ts';
import type { FieldError } from './field-error.ts';

export function validatePod(_pod: ObjectOf<'Pod'>): FieldError[] {
  return [];
}

export function validatePodUpdate(_pod: ObjectOf<'Pod'>, _old: ObjectOf<'Pod'>): FieldError[] {
  return [];
}
